/** Verdicts, turns and a storage for the tests. */

import { BrowserShelf } from "@player/shelf";
import type { Criterion, State, Turn, Verdict } from "@player/types";

export function verdict(
  code: string,
  state: State,
  more: Partial<Verdict> = {},
): Verdict {
  return {
    code,
    name: code,
    state,
    fatal: false,
    confidence: 1,
    evidence: [],
    decision: null,
    ...more,
  };
}

export function criterion(
  code: string,
  points: number,
  more: Partial<Criterion> = {},
): Criterion {
  return {
    code,
    name: code,
    points,
    fatal: false,
    rules: [],
    human: false,
    ...more,
  };
}

export function turn(
  text: string,
  words: Turn["words"] = [],
  more: Partial<Turn> = {},
): Turn {
  return {
    i: 0,
    start: 10,
    end: 20,
    role: "agent",
    text,
    raw: text,
    confidence: 1,
    words,
    corrections: [],
    ...more,
  };
}

/** A storage of its own, as the browser has one. */
export function memory(refuses = false): {
  shelf: BrowserShelf;
  map: Map<string, string>;
} {
  const map = new Map<string, string>();
  const storage = {
    get length() {
      return map.size;
    },
    key: (index: number) => [...map.keys()][index] ?? null,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (refuses) throw new Error("full");
      map.set(key, value);
    },
    removeItem: (key: string) => void map.delete(key),
    clear: () => map.clear(),
  };
  return { shelf: new BrowserShelf(() => storage), map };
}

export const pause = (ms = 0): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
