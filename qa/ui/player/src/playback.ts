/** Where playing goes on by itself: loops, silences skipped, evidence only. */

import { merged, type Span } from "./time";

export interface Modes {
  skipSilences: boolean;
  onlyEvidence: boolean;
  loop: Span | null;
}

/** Seconds heard before a piece of evidence, and after it when only evidence is played. */
export const LEAD_IN = 1;
const LEAD_OUT = 0.6;
/** Seconds left of a skipped silence at either side, so that speech does not run together. */
const BREATH = 0.35;

/** What is played when only evidence is played. */
export function evidenceSpans(spans: readonly Span[]): Span[] {
  return merged(spans.map(([start, end]) => [Math.max(0, start - LEAD_IN), end + LEAD_OUT] as const));
}

/**
 * Where to jump from `at`: a time, "end" when nothing is left to play, null to go on playing.
 *
 * @param evidence what `evidenceSpans` made
 */
export function jump(
  at: number,
  modes: Modes,
  silences: readonly (readonly [number, number, ...unknown[]])[],
  evidence: readonly Span[],
): number | "end" | null {
  if (modes.loop) {
    const [start, end] = modes.loop;
    return at >= end || at < start - 0.05 ? start : null;
  }
  if (modes.onlyEvidence && evidence.length) {
    const next = evidence.find(([, end]) => at < end);
    if (!next) return "end";
    if (at < next[0] - 0.05) return next[0];
  }
  if (modes.skipSilences) {
    const silence = silences.find(([start, end]) => at >= start + BREATH && at < end - BREATH - 0.1);
    if (silence) return silence[1] - BREATH;
  }
  return null;
}

export const SLOWEST = 0.5;
export const FASTEST = 3;

/** The next speed up or down, in steps of a quarter. */
export function nextRate(rate: number, direction: 1 | -1): number {
  const steps = direction > 0 ? Math.floor(rate * 4 + 1e-6) + 1 : Math.ceil(rate * 4 - 1e-6) - 1;
  return Math.min(FASTEST, Math.max(SLOWEST, steps / 4));
}
