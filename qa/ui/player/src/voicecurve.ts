/** The customer's level and pitch over the call, against their own start, as a small drawing. */

import { h, svg } from "./dom";
import { highest, LEVEL, PITCH, type Series } from "./risks";
import type { Translate } from "./texts";
import { clamp, clock } from "./time";
import type { VoicePoint } from "./types";

const WIDTH = 1000;
const HEIGHT = 100;
/** The scale reaches at least so far up and down, in dB and semitones: less is no change of mood. */
const LEAST = 3;
/** An end of the scale that is nearer to zero has no room for its number. */
const APART = 25;

/** Lowest and highest value of the drawing, whole numbers with zero between them. */
export function scaleOf(voice: readonly VoicePoint[]): readonly [low: number, high: number] {
  const values = voice.flatMap(([, , level, pitch]) => [level ?? 0, pitch ?? 0]);
  const low = values.reduce((least, value) => Math.min(least, value), -LEAST);
  const high = values.reduce((most, value) => Math.max(most, value), LEAST);
  return [Math.floor(low), Math.ceil(high)];
}

/** The line of a series; it breaks where nothing is known, and a value that stands alone is a dot. */
export function pathOf(voice: readonly VoicePoint[], series: Series, duration: number): string {
  const scale = scaleOf(voice);
  let path = "";
  let drawing = false;
  for (const point of voice) {
    const value = point[series];
    if (value !== null) {
      const place = `${(clamp(point[1] / duration, 0, 1) * WIDTH).toFixed(1)} ${heightOf(value, scale)}`;
      path += drawing ? `L${place}` : `M${place}h0`;
    }
    drawing = value !== null;
  }
  return path;
}

function heightOf(value: number, [low, high]: readonly [number, number]): string {
  return (((high - value) / (high - low)) * HEIGHT).toFixed(1);
}

/** Drawing and legend. A click on the drawing goes there. */
export function voiceCurve(
  voice: readonly VoicePoint[],
  duration: number,
  t: Translate,
  seek: (time: number) => void,
): HTMLElement {
  const scale = scaleOf(voice);
  const words = [riseOf(voice, LEVEL, t), riseOf(voice, PITCH, t)] as const;
  const zero = heightOf(0, scale);
  const drawing = svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": `${t("voice_curve")}: ${words.join("; ")}`,
      onclick: (event: MouseEvent) => {
        const box = drawing.getBoundingClientRect();
        seek(clamp((event.clientX - box.left) / box.width, 0, 1) * duration);
      },
    },
    svg("title", {}, t("voice_seek")),
    svg("line", { x1: 0, x2: WIDTH, y1: zero, y2: zero }),
    svg("path", { class: "level", d: pathOf(voice, LEVEL, duration) }),
    svg("path", { class: "pitch", d: pathOf(voice, PITCH, duration) }),
  );
  return h(
    "figure",
    { class: "voice" },
    h("figcaption", {}, t("voice_curve")),
    h("div", { class: "voice-frame" }, axis(scale, zero), drawing),
    h("div", { class: "legend", "aria-hidden": "true" }, ...words.map(entry)),
  );
}

function entry(words: string, i: number): HTMLElement {
  return h("span", { class: i ? "pitch" : "level" }, words);
}

function axis([low, high]: readonly [number, number], zero: string): HTMLElement {
  const middle = h("span", { class: "zero" }, "0");
  middle.style.top = `${zero}%`;
  return h(
    "div",
    { class: "axis", "aria-hidden": "true" },
    Number(zero) > APART && h("span", { class: "high" }, `+${high}`),
    middle,
    Number(zero) < HEIGHT - APART && h("span", { class: "low-end" }, String(low).replace("-", "−")),
  );
}

/** How far a series rises and when, in words. */
function riseOf(voice: readonly VoicePoint[], series: Series, t: Translate): string {
  const name = t(series === LEVEL ? "voice_level" : "voice_pitch");
  const top = highest(voice, series);
  if (!top) return t("voice_unknown", { name });
  const value = top.value.toFixed(1);
  if (Number(value) <= 0) return t("voice_no_rise", { name });
  const unit = t(series === LEVEL ? "voice_level_unit" : "voice_pitch_unit");
  return t("voice_rise", { name, value, unit, time: clock(top.at) });
}
