/** The times below the waveform, of the stretch that is in view. */

import { h } from "./dom";
import { clock } from "./time";

const HEIGHT = 14;
/** Seconds between two times that are written, and between two ticks. */
const STEPS: readonly (readonly [written: number, tick: number])[] = [
  [1, 0.5],
  [2, 1],
  [5, 1],
  [10, 5],
  [15, 5],
  [30, 10],
  [60, 15],
  [120, 60],
  [300, 60],
  [600, 120],
  [1800, 600],
  [3600, 900],
];
/** A written time and some air. */
const LEAST_PX = 64;

export interface Tick {
  at: number;
  written: string | null;
}

/** The ticks from `start` to `end`, both in seconds. */
export function ticks(start: number, end: number, pxPerSecond: number): Tick[] {
  const [written, tick] = STEPS.find(([each]) => each * pxPerSecond >= LEAST_PX) ?? STEPS.at(-1)!;
  const first = Math.ceil(start / tick);
  const count = Math.max(0, Math.floor(end / tick) - first + 1);
  return Array.from({ length: count }, (_, i) => {
    const at = (first + i) * tick;
    return { at, written: at % written === 0 ? clock(at) : null };
  });
}

export class Ruler {
  readonly element = h("canvas", { class: "ruler", "aria-hidden": "true" });

  draw(start: number, end: number): void {
    const width = this.element.clientWidth;
    const context = this.element.getContext("2d");
    if (!context || !width || end <= start) return;
    const ratio = window.devicePixelRatio || 1;
    this.element.width = width * ratio;
    this.element.height = HEIGHT * ratio;
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.element);
    context.font = `10.5px ${style.fontFamily}`;
    context.textBaseline = "bottom";
    const pxPerSecond = width / (end - start);
    for (const { at, written } of ticks(start, end, pxPerSecond)) {
      const x = Math.round((at - start) * pxPerSecond);
      context.fillStyle = style.borderColor;
      context.fillRect(x, 0, 1, written ? HEIGHT : HEIGHT / 2);
      context.fillStyle = style.color;
      if (written) context.fillText(written, x + 4, HEIGHT);
    }
  }
}
