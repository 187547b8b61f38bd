/**
 * The live total, by the same rules as the server's: points × weight over what is scored, a failed
 * fatal item makes it 0. The server's figure is the one that counts; this one does not wait for it.
 */

import type { Answer, Criterion, MachineItem, Section, Verdict } from "./types";
import { effectiveState } from "./verdicts";

export interface Item extends MachineItem {
  by: "machine" | "human";
}

export interface Total {
  /** 0–100; null when nothing is scored. */
  total: number | null;
  fatal: boolean;
}

export function criteriaOf(sections: readonly Section[]): Criterion[] {
  return sections.flatMap((section) => section.criteria);
}

/** What a criterion is worth at the moment: the person's answer, else the rules' verdicts after decisions. */
export function itemOf(
  criterion: Criterion,
  answer: Answer | undefined,
  machine: MachineItem | undefined,
  verdicts: readonly Verdict[],
): Item {
  if (answer?.na) return { points: null, state: "not_applicable", by: "human" };
  if (answer && answer.points !== null) return { points: answer.points, state: "scored", by: "human" };
  if (criterion.human) return { points: null, state: "needs_human", by: "human" };
  const judged = verdicts.filter((verdict) => criterion.rules.includes(verdict.code));
  const changed = judged.some((verdict) => effectiveState(verdict) !== verdict.state);
  if (machine && !changed) return { ...machine, by: "machine" };
  return { ...outcome(criterion, judged), by: "machine" };
}

function outcome(criterion: Criterion, judged: readonly Verdict[]): MachineItem {
  const states = new Set(judged.map(effectiveState));
  if (states.has("fail")) {
    const fails = judged.filter((verdict) => effectiveState(verdict) === "fail");
    const lost = fails.reduce((sum, verdict) => sum + (verdict.cost ?? criterion.points), 0);
    return { points: Math.max(0, criterion.points - lost), state: "scored" };
  }
  if (!judged.length || judged.length < criterion.rules.length || states.has("undetermined"))
    return { points: null, state: "needs_human" };
  if (states.has("pass")) return { points: criterion.points, state: "scored" };
  return { points: null, state: "not_applicable" };
}

/** The total over items by criterion code. */
export function totalOf(
  criteria: readonly Criterion[],
  items: ReadonlyMap<string, Item>,
  verdicts: readonly Verdict[],
): Total {
  let earned = 0;
  let possible = 0;
  let fatal = verdicts.some((verdict) => verdict.fatal && effectiveState(verdict) === "fail");
  for (const criterion of criteria) {
    const item = items.get(criterion.code);
    if (item?.state !== "scored" || item.points === null) continue;
    const weight = criterion.weight ?? 1;
    earned += item.points * weight;
    possible += criterion.points * weight;
    fatal ||= criterion.fatal && item.points < criterion.points;
  }
  if (fatal) return { total: 0, fatal };
  return { total: possible ? Math.round((earned / possible) * 10_000) / 100 : null, fatal };
}

/** Points of the five answers 1–5, to half a point; a fatal item has only none and all. */
export function levels(criterion: Criterion): number[] {
  if (criterion.fatal) return [0, 0, 0, 0, criterion.points];
  return [0, 1, 2, 3, 4].map((step) =>
    step === 4 ? criterion.points : Math.round((criterion.points * step) / 2) / 2,
  );
}

/** Points and N/A in words for a machine: "3.5". */
export function shown(points: number): string {
  return String(Math.round(points * 100) / 100);
}
