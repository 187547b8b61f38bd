/** Who heard what: the stretches that were really played, told to the server now and then. */

import { merged, type Span } from "./time";

/** A step of the clock longer than this is a jump, not listening. At the fastest speed a second passes in a third. */
const LONGEST_STEP_S = 4;

export class Heard {
  private spans: Span[] = [];
  private last: number | null = null;

  /** The clock while playing; null when playing stops or jumps. */
  at(time: number | null): void {
    if (time !== null && this.last !== null && time > this.last && time - this.last < LONGEST_STEP_S)
      this.put([[this.last, time]]);
    this.last = time;
  }

  /** Adds stretches that were heard, such as those that could not be told. */
  put(spans: readonly Span[]): void {
    this.spans = merged([...this.spans, ...spans], 0.25);
  }

  /** What was heard since the last call of this. */
  take(): Span[] {
    const spans = this.spans.filter(([start, end]) => end - start >= 0.3);
    this.spans = [];
    return spans.map(([start, end]) => [round(start), round(end)] as const);
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
