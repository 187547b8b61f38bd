/** Spans of time, in seconds. */

export type Span = readonly [start: number, end: number];

/** Minutes and seconds: 1:05; with hours from an hour on: 1:00:05. */
export function clock(at: number): string {
  const whole = Math.max(0, Math.floor(at));
  const seconds = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds}`;
}

/** Hours, minutes and seconds here and now: 09:05:00. */
export function timeOfDay(date: Date): string {
  return date.toLocaleTimeString("en-GB", { hour12: false });
}

/** Spans in order, those that overlap or lie at most `gap` apart made one. */
export function merged(spans: readonly Span[], gap = 0): Span[] {
  const result: [number, number][] = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1] + gap) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** Index of the last item that starts at or before `at`; -1 before the first. `items` in order of start. */
export function lastAt(items: readonly { start: number }[], at: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
