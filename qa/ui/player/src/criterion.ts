/** One line of the scorecard. Built once and then changed in place, so that typing is never disturbed. */

import { button, fill, h } from "./dom";
import { levels, shown } from "./score";
import type { Scoring } from "./scoring";
import type { Session } from "./session";
import type { Criterion } from "./types";

export class CriterionRow {
  readonly element: HTMLElement;
  private readonly points = h("output", { class: "points" });
  private readonly choices = h("div", { class: "choices", role: "group" });
  private readonly note: HTMLInputElement;
  private readonly noteButton: HTMLButtonElement;
  private look = "";

  constructor(
    private readonly session: Session,
    private readonly scoring: Scoring,
    private readonly criterion: Criterion,
  ) {
    const { t } = session;
    this.note = h("input", {
      class: "criterion-note",
      placeholder: t("comment"),
      "aria-label": `${t("comment")}: ${criterion.name}`,
      maxlength: 2000,
    });
    this.note.value = session.draft.answers[criterion.code]?.comment ?? "";
    this.note.hidden = !this.note.value;
    this.note.addEventListener("input", () =>
      session.draft.answer(criterion.code, { comment: this.note.value }),
    );
    this.noteButton = button(t("comment_short"), () => this.comment(), {
      class: "link",
      title: t("comment"),
      key: "M",
    });
    this.choices.setAttribute("aria-label", criterion.name);
    this.element = h("div", { class: "criterion" }, this.head(), this.choices, this.note);
    this.element.addEventListener("click", (event) => this.clicked(event));
  }

  private head(): HTMLElement {
    const { criterion, session } = this;
    const weight = criterion.weight ?? 1;
    const worth =
      weight === 1 ? `${shown(criterion.points)}` : `${shown(criterion.points)} × ${shown(weight)}`;
    return h(
      "header",
      {},
      h("span", { class: "criterion-name", title: criterion.guide ?? criterion.name }, criterion.name),
      criterion.fatal && h("span", { class: "chip fatal" }, session.t("fatal")),
      this.noteButton,
      this.points,
      h("span", { class: "worth", title: session.t("worth") }, `/ ${worth}`),
    );
  }

  draw(): void {
    const { session, criterion } = this;
    const item = session.item(criterion);
    const selected = session.focus === "score" && session.criterion === criterion.code;
    const answer = session.draft.answers[criterion.code];
    if (!this.note.matches(":focus") && this.note.value !== (answer?.comment ?? "")) {
      this.note.value = answer?.comment ?? "";
      this.note.hidden = !this.note.value;
    }
    const look = JSON.stringify([item, selected, session.readonly]);
    if (look === this.look) return;
    this.look = look;
    const lost = item.state === "scored" && item.points !== null && item.points < criterion.points;
    this.element.className = [
      "criterion",
      item.state,
      item.by,
      lost ? "lost" : "",
      selected ? "selected" : "",
    ]
      .filter(Boolean)
      .join(" ");
    this.element.toggleAttribute("aria-current", selected);
    const value =
      item.state === "scored"
        ? shown(item.points ?? 0)
        : item.state === "not_applicable"
          ? session.t("na")
          : "–";
    this.points.textContent = value;
    this.points.title = session.t(item.by === "human" ? "by_human" : "by_machine");
    const asks = criterion.human || selected || item.by === "human" || item.state === "needs_human";
    this.choices.hidden = !asks || session.readonly;
    if (!this.choices.hidden)
      fill(
        this.choices,
        ...this.buttons(item.state === "scored" ? item.points : null, item.state === "not_applicable"),
      );
  }

  private buttons(points: number | null, na: boolean): HTMLElement[] {
    const { criterion, session, scoring } = this;
    const { t } = session;
    const all = levels(criterion).map((value, i) => {
      if (criterion.fatal && i > 0 && i < 4) return null;
      const title = t("points_of", { points: shown(value), count: shown(criterion.points) });
      const pick = (): void => scoring.answer(criterion, { points: value, na: false });
      return button(
        title,
        pick,
        { class: "choice", key: String(i + 1), title, pressed: points === value },
        h("kbd", {}, String(i + 1)),
        h("span", {}, shown(value)),
      );
    });
    const none = button(
      t("na_long"),
      () => scoring.answer(criterion, { points: null, na: true }),
      { class: "choice", key: "0", title: t("na_long"), pressed: na },
      h("kbd", {}, "0"),
      h("span", {}, t("na")),
    );
    return [...all.filter((each) => each !== null), none];
  }

  private clicked(event: MouseEvent): void {
    if (event.target === this.note) return;
    if (this.session.criterion !== this.criterion.code || this.session.focus !== "score")
      this.scoring.select(this.criterion.code);
  }

  comment(): void {
    this.note.hidden = false;
    this.note.focus();
  }
}
