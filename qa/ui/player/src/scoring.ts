/** Answering criteria and handing the evaluation in. */

import { ApiError, field } from "./api";
import { levels } from "./score";
import type { Session } from "./session";
import { clamp } from "./time";
import type { Criterion } from "./types";

const STEP_POINTS = 0.5;

export class Scoring {
  constructor(
    private readonly session: Session,
    private readonly troubled: (error: ApiError) => void,
  ) {}

  /** Puts the keys on a criterion; null: the first unanswered one, else the first that a person fills. */
  select(code: string | null): void {
    const { session } = this;
    session.focus = "score";
    session.overturning = null;
    session.criterion =
      code ?? (session.unanswered[0] ?? session.asked[0] ?? session.criteria[0])?.code ?? null;
    session.emit("focus", "score");
  }

  private get current(): Criterion | null {
    return this.session.criteria.find((each) => each.code === this.session.criterion) ?? null;
  }

  /** 1–5: none to full points; 0: does not apply. Moves on to the next unanswered criterion. */
  digit(digit: number): void {
    const criterion = this.current;
    if (!criterion || digit > 5) return;
    if (digit === 0) this.answer(criterion, { points: null, na: true });
    else this.answer(criterion, { points: levels(criterion)[digit - 1]!, na: false });
    this.goOn(criterion);
  }

  answer(criterion: Criterion, answer: { points: number | null; na: boolean }): void {
    if (this.session.readonly) return;
    this.session.draft.answer(criterion.code, answer);
  }

  /** Half a point more or less. */
  nudge(direction: 1 | -1): void {
    const criterion = this.current;
    if (!criterion) return;
    const step = criterion.fatal ? criterion.points : STEP_POINTS;
    const from = this.session.item(criterion).points ?? (direction < 0 ? criterion.points + step : -step);
    this.answer(criterion, { points: clamp(from + direction * step, 0, criterion.points), na: false });
  }

  move(direction: 1 | -1): void {
    const all = this.session.criteria;
    const at = all.findIndex((each) => each.code === this.session.criterion);
    this.select(all[clamp(at + direction, 0, all.length - 1)]?.code ?? null);
  }

  private goOn(criterion: Criterion): void {
    const { criteria, unanswered } = this.session;
    const at = criteria.indexOf(criterion);
    const next = unanswered.find((each) => criteria.indexOf(each) > at) ?? unanswered[0];
    if (next) this.select(next.code);
    else this.session.emit("score");
  }

  /** Hands the evaluation in when everything is answered and saved. */
  async submit(): Promise<void> {
    const { session } = this;
    if (session.readonly) return;
    if (session.unanswered.length) {
      this.select(session.unanswered[0]!.code);
      return session.notices.brief(session.t("not_all_answered", { count: session.unanswered.length }));
    }
    this.enter("submitting");
    const saved = (await session.draft.save()) && (await session.outbox.flush());
    if (!saved) {
      this.enter("open");
      return session.notices.brief(session.t("not_yet_saved"));
    }
    try {
      const answer = await session.around.send("POST", `${session.path}/submit`, {
        revision: session.draft.revision,
      });
      const total = field(answer, "total");
      const next = field(field(answer, "next"), "call_id");
      session.finalTotal = typeof total === "number" ? total : session.total.total;
      session.nextCall = typeof next === "string" ? next : null;
      this.enter("submitted");
    } catch (error) {
      this.enter("open");
      if (!(error instanceof ApiError)) throw error;
      this.troubled(error);
    }
  }

  private enter(phase: "open" | "submitting" | "submitted"): void {
    this.session.phase = phase;
    this.session.emit("phase", "verdicts", "score", "save");
  }
}
