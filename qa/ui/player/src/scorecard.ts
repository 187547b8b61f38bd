/** The scorecard: what the rules filled in, what a person answers, the live total. */

import { CriterionRow } from "./criterion";
import { button, fill, h, keepInView, prefersStill } from "./dom";
import { shown } from "./score";
import type { Scoring } from "./scoring";
import type { Session } from "./session";
import { timeOfDay } from "./time";

export class Scorecard {
  readonly element: HTMLElement;
  private readonly total = h("output", { class: "total", "aria-live": "polite" });
  private readonly progress = h("span", { class: "count" });
  private readonly save = h("span", { class: "save", role: "status" });
  private readonly body = h("div", { class: "criteria" });
  private readonly remark: HTMLTextAreaElement;
  private readonly bar = h("footer", { class: "submit-bar" });
  private readonly rows = new Map<string, CriterionRow>();

  constructor(
    private readonly session: Session,
    private readonly scoring: Scoring,
    private readonly leave: () => void,
  ) {
    const { page, t } = session;
    for (const section of page.scorecard?.sections ?? []) {
      this.body.append(h("h3", {}, section.name));
      for (const criterion of section.criteria) {
        const row = new CriterionRow(session, scoring, criterion);
        this.rows.set(criterion.code, row);
        this.body.append(row.element);
      }
    }
    if (!page.scorecard) this.body.append(h("p", { class: "empty" }, t("no_scorecard")));
    this.remark = h("textarea", {
      class: "remark",
      rows: 2,
      placeholder: t("overall_comment"),
      "aria-label": t("overall_comment"),
      maxlength: 4000,
      readonly: page.readonly,
    });
    this.remark.value = session.draft.comment;
    this.remark.addEventListener("input", () => session.draft.remark(this.remark.value));
    const head = h("header", { class: "column-head" }, h("h2", {}, t("scorecard")), this.progress, this.save);
    this.element = h(
      "section",
      { class: "column scorecard", "aria-label": t("scorecard") },
      head,
      this.body,
      this.remark,
      this.bar,
    );
    session.on(["score", "focus", "save", "phase"], () => this.draw());
    session.on(["focus"], () => this.follow());
    this.draw();
  }

  private draw(): void {
    const { session } = this;
    for (const row of this.rows.values()) row.draw();
    const { asked, unanswered } = session;
    this.progress.textContent = asked.length
      ? session.t("answered_of", { done: asked.length - unanswered.length, count: asked.length })
      : "";
    this.element.classList.toggle("active", session.focus === "score");
    if (this.remark.value !== session.draft.comment) this.remark.value = session.draft.comment;
    this.remark.readOnly = session.readonly;
    this.drawSave();
    this.drawBar();
  }

  private drawSave(): void {
    const { draft, outbox, t } = this.session;
    const waits = outbox.entries.length;
    const state = draft.state === "saved" && waits ? "saving" : draft.state;
    this.save.className = `save ${state}`;
    const at = draft.savedAt && timeOfDay(draft.savedAt);
    this.save.textContent = state === "saved" ? (at ? t("saved_at", { at }) : "") : t(`save_${state}`);
    this.save.title = waits ? t("waits", { count: waits }) : "";
  }

  private drawBar(): void {
    const { session } = this;
    const { t } = session;
    const { total, fatal } = session.total;
    const figure = session.phase === "submitted" && session.finalTotal !== null ? session.finalTotal : total;
    this.total.className = fatal ? "total fatal" : "total";
    fill(
      this.total,
      h("strong", {}, figure === null ? "–" : shown(figure)),
      h("span", {}, t(fatal ? "total_fatal" : "total_of")),
    );
    fill(this.bar, this.total, ...this.action());
  }

  private action(): HTMLElement[] {
    const { session, scoring } = this;
    const { t } = session;
    if (session.phase === "readonly") return [h("span", { class: "hint" }, t("readonly"))];
    if (session.phase === "submitted")
      return [
        h("span", { class: "hint" }, t("submitted")),
        button(t("next_call"), this.leave, { class: "button primary", key: "Enter" }),
      ];
    const ready = !session.unanswered.length;
    const hint = ready ? t("ready_hint") : t("left_hint", { count: session.unanswered.length });
    const submit = button(
      t(session.phase === "submitting" ? "submitting" : "submit"),
      () => void scoring.submit(),
      {
        class: ready ? "button primary" : "button",
        key: "Ctrl+Enter",
      },
    );
    submit.disabled = session.phase === "submitting";
    return [h("span", { class: "hint" }, hint), submit];
  }

  private follow(): void {
    const row =
      this.session.focus === "score" && this.session.criterion ? this.rows.get(this.session.criterion) : null;
    if (row) keepInView(this.body, row.element, !prefersStill());
  }

  /** Opens the comment of the selected criterion, else the overall one. */
  comment(): void {
    const row =
      this.session.focus === "score" && this.session.criterion ? this.rows.get(this.session.criterion) : null;
    if (row) row.comment();
    else this.remark.focus();
  }
}
