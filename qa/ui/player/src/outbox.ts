/**
 * Decisions, annotations and corrections on their way to the server, in order. Each stays in the
 * browser's storage until the server has it, so that a crash, a closed tab or a dead network loses nothing.
 */

import { ApiError, type Method, type Send } from "./api";
import type { Shelf } from "./shelf";

export interface Entry {
  id: string;
  method: Method;
  path: string;
  body: unknown;
  /** What it is, for the page to act on the answer: "decision", "annotation" … */
  kind: string;
  /** The page's own name of the thing, such as an annotation's provisional id. */
  ref: string;
}

export interface OutboxEvents {
  done(entry: Entry, answer: unknown): void;
  /** The server will not take it; it is kept until `drop`. */
  refused(entry: Entry, error: ApiError): void;
  /** It waits: no connection, or signed out. */
  waiting(error: ApiError): void;
  changed(): void;
}

const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export class Outbox {
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private count = 0;
  private held = new Set<string>();

  constructor(
    private readonly shelf: Shelf,
    private readonly prefix: string,
    private readonly send: Send,
    private readonly events: OutboxEvents,
  ) {}

  /** Everything that the server does not have yet, in order. */
  get entries(): Entry[] {
    return this.shelf.keys(this.prefix).flatMap((key) => (this.shelf.read(key) as Entry | null) ?? []);
  }

  push(entry: Omit<Entry, "id">): void {
    const id = `${Date.now().toString(36).padStart(9, "0")}-${String(this.count++).padStart(6, "0")}`;
    this.shelf.write(this.prefix + id, { ...entry, id });
    this.events.changed();
    void this.flush();
  }

  drop(id: string): void {
    this.held.delete(id);
    this.shelf.remove(this.prefix + id);
    this.events.changed();
  }

  /** Tries again what was refused. */
  retry(id: string): void {
    this.held.delete(id);
    void this.flush();
  }

  /** Waits until nothing can be sent any more; true when all of it has arrived. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    this.running ??= this.sendAll().finally(() => (this.running = null));
    await this.running;
    return this.entries.length === 0;
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private async sendAll(): Promise<void> {
    for (let entry = this.first(); entry; entry = this.first()) {
      try {
        const answer = await this.send(entry.method, entry.path, entry.body, true);
        this.failures = 0;
        this.drop(entry.id);
        this.events.done(entry, answer);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.trouble === "unreachable" || error.trouble === "signed_out") return this.later(error);
        this.held.add(entry.id);
        this.events.refused(entry, error);
      }
    }
  }

  private first(): Entry | undefined {
    return this.entries.find((entry) => !this.held.has(entry.id));
  }

  private later(error: ApiError): void {
    this.events.waiting(error);
    const wait = WAITS_MS[Math.min(this.failures++, WAITS_MS.length - 1)];
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  /** Puts the server's id of a thing in place of the provisional one in what still waits. */
  rename(from: string, to: string): void {
    for (const entry of this.entries) {
      const text = JSON.stringify(entry);
      if (text.includes(from))
        this.shelf.write(this.prefix + entry.id, JSON.parse(text.replaceAll(from, to)));
    }
  }
}
