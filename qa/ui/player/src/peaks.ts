/** The waveform as the server measured it: one byte a step and channel, so that no browser decodes an hour of sound. */

import { field } from "./api";

export interface Peaks {
  perSecond: number;
  /** Per channel, 0–1. */
  channels: Float32Array[];
}

/** Reads the server's answer; null when it is not one. */
export function peaksOf(answer: unknown): Peaks | null {
  const perSecond = field(answer, "per_second");
  const encoded = field(answer, "peaks");
  if (typeof perSecond !== "number" || !Array.isArray(encoded) || !encoded.length) return null;
  return { perSecond, channels: encoded.map((channel: string) => decoded(channel)) };
}

function decoded(base64: string): Float32Array {
  const bytes = atob(base64);
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = bytes.charCodeAt(i) / 255;
  return values;
}

/** The largest value in each of `count` equal stretches over all channels. */
export function overview(peaks: Peaks, count: number): Float32Array {
  const result = new Float32Array(count);
  const length = Math.max(...peaks.channels.map((channel) => channel.length));
  for (const channel of peaks.channels) {
    for (let i = 0; i < channel.length; i++) {
      const slot = Math.min(count - 1, Math.floor((i * count) / length));
      if (channel[i]! > result[slot]!) result[slot] = channel[i]!;
    }
  }
  return result;
}
