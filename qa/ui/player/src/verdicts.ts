/** The order in which verdicts are looked at, and what is left to decide. */

import type { Span } from "./time";
import type { Evidence, State, Verdict } from "./types";

/** What holds after the inspector's decision. */
export function effectiveState(verdict: Verdict): State {
  const decision = verdict.decision;
  if (decision?.outcome === "overturned" && decision.true_state) return decision.true_state;
  if (decision?.outcome === "cannot_judge") return "undetermined";
  return verdict.state;
}

const RANK: Record<State, number> = { fail: 1, undetermined: 2, pass: 3, not_applicable: 4 };

function rank(verdict: Verdict): number {
  return verdict.state === "fail" && verdict.fatal ? 0 : RANK[verdict.state];
}

/** Fatal fails, fails, what could not be judged, then the rest. A decision moves nothing. */
export function ordered(verdicts: readonly Verdict[]): Verdict[] {
  return [...verdicts].sort((a, b) => rank(a) - rank(b));
}

/** Whether a person is asked: the machine found fault, or could not tell. */
export function isQuestion(verdict: Verdict): boolean {
  return verdict.state === "fail" || verdict.state === "undetermined";
}

export function undecided(verdicts: readonly Verdict[]): Verdict[] {
  return ordered(verdicts).filter((verdict) => isQuestion(verdict) && !verdict.decision);
}

/** A place to stop at on the way through the evidence. */
export interface Stop {
  code: string;
  /** Which evidence of the verdict; -1 when it has none. */
  index: number;
  start: number | null;
  end: number | null;
}

/** Every evidence in order; a verdict without evidence is one stop. */
export function stops(verdicts: readonly Verdict[]): Stop[] {
  return verdicts.flatMap((verdict) =>
    verdict.evidence.length
      ? verdict.evidence.map((evidence, index) => ({ code: verdict.code, index, ...spanOf(evidence) }))
      : [{ code: verdict.code, index: -1, start: null, end: null }],
  );
}

function spanOf(evidence: Evidence): { start: number | null; end: number | null } {
  const start = evidence.start ?? null;
  return { start, end: start === null ? null : Math.max(evidence.end ?? start, start) };
}

/** Where in the recording the evidence of found faults and doubts lies. */
export function faultSpans(verdicts: readonly Verdict[]): Span[] {
  return stops(verdicts.filter(isQuestion)).flatMap(({ start, end }) =>
    start === null ? [] : [[start, end ?? start] as const],
  );
}

/** The verdict to look at after `code`: the next undecided one, going round; null when all are decided. */
export function nextUndecided(verdicts: readonly Verdict[], code: string | null): Verdict | null {
  const all = ordered(verdicts);
  const from = all.findIndex((verdict) => verdict.code === code) + 1;
  return (
    [...all.slice(from), ...all.slice(0, from)].find((each) => isQuestion(each) && !each.decision) ?? null
  );
}
