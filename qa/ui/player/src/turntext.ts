/** The text of a turn in pieces: words heard badly, hits of rules, corrections; and its places in time. */

import type { RiskyWords } from "./risks";
import type { Span } from "./time";
import type { Correction, Turn, Verdict } from "./types";
import { isQuestion } from "./verdicts";

/** Words recognised with less than this are marked. */
export const LOW_CONFIDENCE = 0.55;

export interface Hit {
  code: string;
  index: number;
  start: number;
  end: number;
}

/** A piece of text; `start`, `end` are places in the turn's own text, `text` what is shown. */
export interface Piece {
  start: number;
  end: number;
  text: string;
  low: boolean;
  hit: Hit | null;
  /** Why these words raised a risk; null when they did not. */
  risk: string | null;
  /** What was recognised here, when a person corrected it. */
  original: string | null;
}

/** Where each word lies in the turn's text: start, end, index of the word. Words that repairs removed have no place. */
export function wordPlaces(turn: Turn): [number, number, number][] {
  const places: [number, number, number][] = [];
  let at = 0;
  turn.words.forEach(([, , word], index) => {
    const text = word.trim();
    const found = text ? turn.text.indexOf(text, at) : -1;
    if (found < 0 || found > at + 12) return;
    at = found + text.length;
    places.push([found, at, index]);
  });
  return places;
}

/** When the character at `offset` is said. */
export function timeAt(turn: Turn, offset: number): number {
  const place = wordPlaces(turn).find(([, end]) => offset < end);
  if (place) return turn.words[place[2]]![0];
  return (
    turn.start +
    ((turn.end - turn.start) * Math.min(offset, turn.text.length)) / Math.max(1, turn.text.length)
  );
}

/** When `text[start:end]` of a turn is said. */
export function spanOf(turn: Turn, start: number, end: number): Span {
  const touched = wordPlaces(turn).filter(([from, to]) => from < end && to > start);
  if (!touched.length) return [timeAt(turn, start), Math.max(timeAt(turn, end), timeAt(turn, start))];
  return [turn.words[touched[0]![2]]![0], turn.words[touched.at(-1)![2]]![1]];
}

/** Evidence of found faults that lies in each turn, as places in its text. */
export function hitsByTurn(turns: readonly Turn[], verdicts: readonly Verdict[]): Map<number, Hit[]> {
  const hits = new Map<number, Hit[]>();
  for (const verdict of verdicts.filter(isQuestion)) {
    verdict.evidence.forEach((evidence, index) => {
      const { start, end, role } = evidence;
      if (start == null || end == null || !role) return;
      for (const turn of turns) {
        if (turn.role !== role || turn.end <= start || turn.start >= end) continue;
        const place = placeOf(turn, start, end, evidence.quote ?? "");
        if (place)
          hits.set(turn.i, [
            ...(hits.get(turn.i) ?? []),
            { code: verdict.code, index, start: place[0], end: place[1] },
          ]);
      }
    });
  }
  return hits;
}

function placeOf(turn: Turn, start: number, end: number, quote: string): [number, number] | null {
  const inside = wordPlaces(turn).filter(
    ([, , index]) => turn.words[index]![1] > start && turn.words[index]![0] < end,
  );
  if (inside.length) return [inside[0]![0], inside.at(-1)![1]];
  const found = quote ? turn.text.indexOf(quote) : -1;
  return found < 0 ? null : [found, found + quote.length];
}

/** The pieces of a turn's text in order, each with one look. */
export function pieces(turn: Turn, hits: readonly Hit[], risky: readonly RiskyWords[] = []): Piece[] {
  const low = wordPlaces(turn).filter(([, , index]) => turn.words[index]![3] < LOW_CONFIDENCE);
  const fixed = standing(turn.corrections);
  const cuts = new Set([0, turn.text.length]);
  for (const [start, end] of low) cuts.add(start).add(end);
  for (const { start, end } of [...hits, ...risky, ...fixed]) cuts.add(start).add(end);
  const edges = [...cuts]
    .filter((cut) => !fixed.some((each) => cut > each.start && cut < each.end))
    .sort((a, b) => a - b);
  const result: Piece[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i]!;
    const end = edges[i + 1]!;
    const correction = fixed.find((each) => each.start === start && each.end === end);
    const hit = hits.find((each) => each.start < end && each.end > start) ?? null;
    const text = turn.text.slice(start, end);
    result.push({
      start,
      end,
      text: correction ? correction.text : text,
      low: !correction && low.some(([from, to]) => from < end && to > start),
      hit,
      risk: risky.find((each) => each.start < end && each.end > start)?.why ?? null,
      original: correction ? text : null,
    });
  }
  return result;
}

/** Corrections that show: of two that overlap, the later one. */
function standing(corrections: readonly Correction[]): Correction[] {
  const result: Correction[] = [];
  for (const each of [...corrections].reverse()) {
    if (!result.some((other) => each.start < other.end && each.end > other.start)) result.push(each);
  }
  return result;
}
