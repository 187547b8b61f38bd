/** What is known of a call's risks, put as the page shows it: in percent, and by the words that raised them. */

import { termOf, type Translate } from "./texts";
import type { CallPage, Language, Risk, RiskReason, RiskTarget, Turn, VoicePoint } from "./types";

const ORDER: readonly RiskTarget[] = ["satisfaction", "complaint"];

/** The risks that were scored, in the order in which they are shown. */
export function shownRisks(risks: CallPage["risks"]): [RiskTarget, Risk][] {
  return ORDER.flatMap((target): [RiskTarget, Risk][] => {
    const risk = risks[target];
    return risk ? [[target, risk]] : [];
  });
}

/** A probability in whole percent; neither 0 nor 100, for nothing is certain. */
export function percent(probability: number): string {
  const whole = Math.round(probability * 100);
  return whole < 1 ? "<1%" : whole > 99 ? ">99%" : `${whole}%`;
}

/** The turn that a reason names; null when it names none, or one that is not there. */
export function turnOf(reason: RiskReason, turns: readonly Turn[]): Turn | null {
  return turns.find((turn) => turn.i === reason.turn) ?? null;
}

/** A stretch of a turn's text that raised a risk. */
export interface RiskyWords {
  start: number;
  end: number;
  why: string;
}

/** The phrases of all reasons, by turn. A phrase that its turn does not hold is left out. */
export function riskyWords(page: CallPage, t: Translate, language: Language): Map<number, RiskyWords[]> {
  const found = new Map<number, RiskyWords[]>();
  for (const [target, risk] of shownRisks(page.risks)) {
    for (const reason of risk.reasons) {
      const turn = turnOf(reason, page.turns);
      const phrase = reason.phrase?.trim();
      const start = turn && phrase ? turn.text.indexOf(phrase) : -1;
      if (!turn || !phrase || start < 0) continue;
      const why = t("risk_why", { risk: termOf(t, "risk", target), reason: reason[language] });
      found.set(turn.i, [...(found.get(turn.i) ?? []), { start, end: start + phrase.length, why }]);
    }
  }
  return found;
}

/** What is known of the voice at each turn. */
export const LEVEL = 2;
export const PITCH = 3;
export type Series = typeof LEVEL | typeof PITCH;

/** Where a series is highest; null when nothing of it is known. */
export function highest(voice: readonly VoicePoint[], series: Series): { value: number; at: number } | null {
  let best: { value: number; at: number } | null = null;
  for (const point of voice) {
    const value = point[series];
    if (value !== null && (best === null || value > best.value)) best = { value, at: point[1] };
  }
  return best;
}
