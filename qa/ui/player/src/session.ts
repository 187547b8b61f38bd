/** One open call: its data, what the inspector has done to it so far, and who wants to know of changes. */

import { ApiError, field, type Send } from "./api";
import { Draft } from "./draft";
import { apply } from "./effects";
import { Notices } from "./notices";
import { Outbox, type Entry } from "./outbox";
import { criteriaOf, itemOf, totalOf, type Item, type Total } from "./score";
import type { Shelf } from "./shelf";
import type { Translate } from "./texts";
import type { CallPage, Criterion, Language, Role, Turn, Verdict } from "./types";
import { ordered, type Stop } from "./verdicts";

export type Topic =
  | "verdicts"
  | "cursor"
  | "score"
  | "save"
  | "annotations"
  | "turns"
  | "modes"
  | "focus"
  | "notices"
  | "phase"
  | "selection";
export type Phase = "open" | "readonly" | "submitting" | "submitted" | "leaving";

/** A stretch that the inspector marked in the waveform or in the transcript. */
export interface Selection {
  start: number;
  end: number;
  role: Role | null;
  /** Where in the transcript, when it lies in one turn. */
  text: { turn: Turn; start: number; end: number } | null;
}

export interface Surroundings {
  send: Send;
  shelf: Shelf;
  user: string;
  /** Path of the workbench, for links. */
  base: string;
}

export class Session {
  language: Language = "zh";
  t!: Translate;
  phase: Phase = "open";
  /** The total that the server confirmed on submission. */
  finalTotal: number | null = null;
  nextCall: string | null = null;
  /** Which column the keys act on. */
  focus: "evidence" | "score" = "evidence";
  cursor: Stop | null = null;
  criterion: string | null = null;
  /** Verdicts that the inspector has looked at. */
  readonly seen = new Set<string>();
  showAll = false;
  raw = false;
  overturning: string | null = null;
  selection: Selection | null = null;
  readonly verdicts: Verdict[];
  readonly criteria: Criterion[];
  readonly notices: Notices;
  readonly draft: Draft;
  readonly outbox: Outbox;
  readonly path: string;
  private readonly listeners = new Map<Topic, Set<() => void>>();

  constructor(
    readonly page: CallPage,
    readonly around: Surroundings,
    private readonly troubled: (error: ApiError, entry: Entry | null) => void,
  ) {
    const id = page.call.call_id;
    this.path = `/api/calls/${encodeURIComponent(id)}`;
    const key = `earmark.${around.user}.${id}`;
    this.notices = new Notices(() => this.emit("notices"));
    this.outbox = new Outbox(around.shelf, `${key}.outbox.`, around.send, {
      done: (entry, answer) => this.arrived(entry, answer),
      refused: (entry, error) => this.troubled(error, entry),
      waiting: (error) => this.troubled(error, null),
      changed: () => this.emit("save"),
    });
    this.draft = new Draft(page.draft, around.shelf, `${key}.draft`, `${this.path}/draft`, around.send, {
      changed: () => this.emit("score", "save"),
      saved: () => this.notices.dismiss("unreachable", "signed_out"),
      trouble: (error) => this.troubled(error, null),
    });
    for (const entry of this.outbox.entries) apply(page, entry);
    this.verdicts = ordered(page.verdicts);
    this.criteria = criteriaOf(page.scorecard?.sections ?? []);
    if (page.readonly) this.phase = "readonly";
  }

  get readonly(): boolean {
    return this.phase !== "open";
  }

  on(topics: readonly Topic[], listener: () => void): void {
    for (const topic of topics) {
      const set = this.listeners.get(topic) ?? new Set();
      this.listeners.set(topic, set.add(listener));
    }
  }

  /** Forgets all listeners, before the page is drawn anew. */
  silence(): void {
    this.listeners.clear();
  }

  emit(...topics: Topic[]): void {
    const called = new Set<() => void>();
    for (const topic of topics) for (const listener of this.listeners.get(topic) ?? []) called.add(listener);
    for (const listener of called) listener();
  }

  /** Does something here at once, and at the server as soon as it can be reached. */
  perform(entry: Omit<Entry, "id">): void {
    apply(this.page, entry);
    this.outbox.push(entry);
  }

  select(selection: Selection | null): void {
    if (!selection && !this.selection) return;
    this.selection = selection;
    this.emit("selection");
  }

  private arrived(entry: Entry, answer: unknown): void {
    this.notices.dismiss("unreachable", "signed_out");
    const id = field(answer, "id") ?? field(field(answer, "annotation"), "id");
    if (entry.kind === "annotate" && (typeof id === "string" || typeof id === "number")) {
      const annotation = this.page.annotations.find((each) => each.id === entry.ref);
      if (annotation) annotation.id = String(id);
      this.outbox.rename(entry.ref, String(id));
      this.emit("annotations");
    }
    if (entry.kind === "case") this.notices.brief(this.t("case_filed"));
  }

  item(criterion: Criterion): Item {
    return itemOf(
      criterion,
      this.draft.answers[criterion.code],
      this.page.machine[criterion.code],
      this.verdicts,
    );
  }

  get total(): Total {
    return totalOf(
      this.criteria,
      new Map(this.criteria.map((each) => [each.code, this.item(each)])),
      this.verdicts,
    );
  }

  /** Criteria that only a person can fill, whether filled or not. */
  get asked(): Criterion[] {
    return this.criteria.filter(
      (each) => each.human || this.item(each).by === "human" || this.item(each).state === "needs_human",
    );
  }

  get unanswered(): Criterion[] {
    return this.criteria.filter((each) => this.item(each).state === "needs_human");
  }

  verdict(code: string | null | undefined): Verdict | null {
    return this.verdicts.find((each) => each.code === code) ?? null;
  }

  close(): void {
    this.silence();
    this.draft.close();
    this.outbox.close();
    this.notices.close();
  }
}
