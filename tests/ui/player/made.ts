/** Verdicts, turns and a storage for the tests. */

import type { Shelf } from "@player/outbox";
import type { Criterion, State, Turn, Verdict } from "@player/types";

export function verdict(code: string, state: State, more: Partial<Verdict> = {}): Verdict {
  return { code, name: code, state, fatal: false, confidence: 1, evidence: [], decision: null, ...more };
}

export function criterion(code: string, points: number, more: Partial<Criterion> = {}): Criterion {
  return { code, name: code, points, fatal: false, rules: [], human: false, ...more };
}

export function turn(text: string, words: Turn["words"] = [], more: Partial<Turn> = {}): Turn {
  return { i: 0, start: 10, end: 20, role: "agent", text, raw: text, confidence: 1, words, corrections: [], ...more };
}

export class Memory implements Shelf {
  readonly map = new Map<string, string>();
  get length(): number {
    return this.map.size;
  }
  key(index: number): string | null {
    return [...this.map.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.map.set(key, value);
  }
  removeItem(key: string): void {
    this.map.delete(key);
  }
}

export const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
