/**
 * The scorecard's draft: kept in the browser at once, at the server a moment later. A revision
 * number makes sure that two browsers never overwrite each other unseen.
 */

import { ApiError, field, type Send } from "./api";
import type { Shelf } from "./shelf";
import type { Answer, DraftBody, ServerDraft } from "./types";

export type SaveState =
  "saved" | "unsaved" | "saving" | "waiting" | "signed_out" | "conflict" | "claim" | "refused";

interface Kept extends DraftBody {
  revision: number;
  at: string;
}

export interface DraftEvents {
  changed(): void;
  saved(answer: unknown): void;
  trouble(error: ApiError): void;
}

const PAUSE_MS = 600;
const RETRY_MS = 5_000;

export class Draft {
  answers: Record<string, Answer>;
  comment: string;
  revision: number;
  state: SaveState = "saved";
  savedAt: Date | null;
  /** What this browser kept of an earlier visit that the server never got, when the server has moved on since. */
  stray: Kept | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private edits = 0;
  private saving: Promise<void> | null = null;

  constructor(
    server: ServerDraft | null,
    private readonly shelf: Shelf,
    private readonly key: string,
    private readonly path: string,
    private readonly send: Send,
    private readonly events: DraftEvents,
  ) {
    this.answers = { ...server?.answers };
    this.comment = server?.comment ?? "";
    this.revision = server?.revision ?? 0;
    this.savedAt = server?.saved_at ? new Date(server.saved_at) : null;
    this.pickUp();
  }

  private pickUp(): void {
    const kept = this.shelf.read(this.key) as Kept | null;
    if (!kept) return;
    if (kept.revision !== this.revision) this.stray = kept;
    else this.adopt(kept);
  }

  /** Takes answers as the person's own and saves them. */
  adopt(body: DraftBody): void {
    this.answers = { ...body.answers };
    this.comment = body.comment;
    this.stray = null;
    this.touched();
  }

  answer(code: string, change: Partial<Answer>): void {
    this.answers = {
      ...this.answers,
      [code]: { points: null, na: false, comment: "", ...this.answers[code], ...change },
    };
    this.touched();
  }

  remark(comment: string): void {
    this.comment = comment;
    this.touched();
  }

  /** Takes what the server has, and forgets what is here. */
  yield(server: ServerDraft): void {
    this.answers = { ...server.answers };
    this.comment = server.comment;
    this.revision = server.revision;
    this.stray = null;
    this.shelf.remove(this.key);
    this.set("saved");
  }

  /** Saves what is here over the revision that the server has. */
  insist(revision: number): void {
    this.revision = revision;
    this.touched();
    void this.save();
  }

  private touched(): void {
    this.edits++;
    this.keep();
    if (this.state !== "conflict" && this.state !== "claim") this.set("unsaved");
    else this.events.changed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  private keep(): void {
    const kept: Kept = {
      revision: this.revision,
      answers: this.answers,
      comment: this.comment,
      at: new Date().toISOString(),
    };
    this.shelf.write(this.key, kept);
  }

  private set(state: SaveState): void {
    this.state = state;
    this.events.changed();
  }

  /** Saves now; true when the server has everything. */
  async save(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (this.state === "saved") return true;
    this.saving = this.put().finally(() => (this.saving = null));
    await this.saving;
    return (this.state as SaveState) === "saved";
  }

  private async put(): Promise<void> {
    const edits = this.edits;
    this.set("saving");
    try {
      const body = { revision: this.revision, answers: this.answers, comment: this.comment };
      const answer = await this.send("PUT", this.path, body, true);
      this.revision = Number(field(answer, "revision") ?? this.revision + 1);
      this.savedAt = new Date();
      this.events.saved(answer);
      if (edits === this.edits) {
        this.shelf.remove(this.key);
        this.set("saved");
      } else {
        this.keep();
        this.set("unsaved");
        this.timer = setTimeout(() => void this.save(), PAUSE_MS);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failed(error);
    }
  }

  private failed(error: ApiError): void {
    const states = {
      unreachable: "waiting",
      signed_out: "signed_out",
      conflict: "conflict",
      claim: "claim",
      gone: "refused",
      refused: "refused",
    } as const;
    this.set(states[error.trouble]);
    this.events.trouble(error);
    if (error.trouble === "unreachable" || error.trouble === "signed_out")
      this.timer = setTimeout(() => void this.save(), RETRY_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    if (this.state === "unsaved" || this.state === "waiting") void this.save();
  }
}
