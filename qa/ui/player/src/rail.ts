/** Every verdict with its evidence, what needs a decision first. */

import { button, fill, h, keepInView, prefersStill } from "./dom";
import type { EvidenceWalk } from "./evidence";
import { overturnForm, type OverturnForm } from "./overturn";
import type { Session } from "./session";
import { termOf } from "./texts";
import { clock } from "./time";
import type { Evidence, Verdict } from "./types";
import { effectiveState, isQuestion, undecided } from "./verdicts";

export class Rail {
  readonly element: HTMLElement;
  private readonly list = h("div", { role: "list" });
  private readonly scroller: HTMLElement;
  private readonly count = h("span", { class: "count" });
  private readonly more: HTMLButtonElement;
  private readonly all: HTMLButtonElement;
  private readonly cards = new Map<string, HTMLElement>();
  private form: OverturnForm | null = null;

  constructor(
    private readonly session: Session,
    private readonly walk: EvidenceWalk,
    /** Above the verdicts. */
    risks: readonly HTMLElement[],
  ) {
    const { t, verdicts } = session;
    this.all = button(`${t("help_confirm_all")} ⇧C`, () => this.walk.confirmSeen(), { class: "link all" });
    this.more = button("", () => this.toggleMore(), { class: "more" });
    for (const verdict of verdicts)
      this.cards.set(verdict.code, h("article", { class: "card", role: "listitem" }));
    const questions = verdicts.filter(isQuestion).map((each) => this.cards.get(each.code)!);
    const rest = verdicts.filter((each) => !isQuestion(each)).map((each) => this.cards.get(each.code)!);
    this.list.append(...questions, this.all);
    if (!questions.length)
      this.list.append(h("p", { class: "empty" }, t(verdicts.length ? "no_faults" : "no_verdicts")));
    if (rest.length) this.list.append(this.more, ...rest);
    this.scroller = h("div", { class: "cards" }, ...risks, this.list);
    this.element = h("section", { class: "tab-panel", "aria-label": t("evidence") }, this.scroller);
    session.on(["verdicts", "cursor", "phase"], () => this.draw());
    this.draw();
  }

  /** The form that asks for a reason, while it is open. */
  get overturning(): OverturnForm | null {
    return this.session.overturning ? this.form : null;
  }

  get heading(): HTMLElement {
    return this.count;
  }

  private draw(): void {
    const { session } = this;
    const questions = session.verdicts.filter(isQuestion);
    const open = undecided(session.verdicts).length;
    this.count.textContent = questions.length
      ? session.t("decided_of", { done: questions.length - open, count: questions.length })
      : "";
    this.all.hidden = open < 2 || session.readonly;
    const rest = session.verdicts.length - questions.length;
    this.more.textContent = session.t(session.showAll ? "hide_rest" : "show_rest", { count: rest });
    this.more.setAttribute("aria-expanded", String(session.showAll));
    for (const verdict of session.verdicts) this.drawCard(verdict);
    const selected = session.cursor && this.cards.get(session.cursor.code);
    if (selected) keepInView(this.scroller, selected, !prefersStill());
  }

  private drawCard(verdict: Verdict): void {
    const { session } = this;
    const card = this.cards.get(verdict.code)!;
    const selected = session.cursor?.code === verdict.code;
    card.className = ["card", verdict.state, verdict.decision?.outcome ?? "", selected ? "selected" : ""]
      .filter(Boolean)
      .join(" ");
    card.hidden = !isQuestion(verdict) && !session.showAll;
    card.toggleAttribute("aria-current", selected);
    if (card.hidden) return card.replaceChildren();
    const evidence = verdict.evidence.map((each, index) => this.evidence(verdict, each, index));
    fill(
      card,
      this.head(verdict),
      evidence.length > 0 && h("ul", { class: "evidence" }, ...evidence),
      this.foot(verdict, selected),
    );
  }

  private head(verdict: Verdict): HTMLElement {
    const { t } = this.session;
    const state = termOf(t, "state", verdict.state);
    return h(
      "header",
      {},
      h("span", { class: `dot ${effectiveState(verdict)}`, title: state, "aria-label": state }),
      button(verdict.name, () => this.walk.selectVerdict(verdict.code), { class: "card-name" }),
      verdict.fatal && h("span", { class: "chip fatal" }, t("fatal")),
      verdict.state === "undetermined" && h("span", { class: "chip" }, t("state_undetermined")),
      h("span", { class: "confidence", title: t("confidence") }, `${Math.round(verdict.confidence * 100)}%`),
    );
  }

  private evidence(verdict: Verdict, evidence: Evidence, index: number): HTMLElement {
    const { session } = this;
    const current = session.cursor?.code === verdict.code && session.cursor.index === index;
    const play = (): void => this.walk.selectVerdict(verdict.code, index);
    const at =
      evidence.start != null &&
      button(`▶ ${clock(evidence.start)}`, play, {
        class: "at",
        title: session.t("play_from", { time: clock(evidence.start) }),
      });
    return h(
      "li",
      { class: current ? "current" : null, "aria-current": current ? "true" : null },
      at,
      h("span", { dir: "auto" }, evidence.why),
    );
  }

  private foot(verdict: Verdict, selected: boolean): HTMLElement | null {
    const { session, walk } = this;
    const { t } = session;
    if (session.overturning === verdict.code) {
      this.form = overturnForm(
        verdict,
        t,
        (truth, reason) => walk.decide({ outcome: "overturned", true_state: truth, reason }),
        () => this.cancel(),
      );
      return this.form.element;
    }
    if (verdict.decision) return this.decided(verdict);
    if (!selected || session.readonly) return null;
    return h(
      "div",
      { class: "decide" },
      button(
        `${t("confirm")} C`,
        () => walk.decide({ outcome: "confirmed", true_state: null, reason: null }),
        { class: "button primary", title: t("help_confirm"), key: "C" },
      ),
      button(`${t("overturn")} O`, () => this.overturn(), { title: t("help_overturn"), key: "O" }),
      button(
        `${t("cannot_judge")} U`,
        () => walk.decide({ outcome: "cannot_judge", true_state: null, reason: null }),
        { title: t("help_cannot"), key: "U" },
      ),
    );
  }

  private decided(verdict: Verdict): HTMLElement {
    const { t } = this.session;
    const { outcome, true_state, reason, reviewer } = verdict.decision!;
    const text =
      outcome === "overturned" ? t("overturned_to", { state: termOf(t, "state", true_state) }) : t(outcome);
    const undo =
      !this.session.readonly &&
      button(t("undo"), () => this.walk.undo(verdict.code), {
        class: "link",
        title: t("help_undo"),
        key: "Z",
      });
    return h(
      "div",
      { class: "decided" },
      h("strong", {}, text),
      h("span", { dir: "auto" }, [reason, reviewer].filter(Boolean).join(" · ")),
      undo,
    );
  }

  /** Asks why the selected verdict is wrong. */
  overturn(): void {
    const { session } = this;
    if (!session.cursor || session.readonly) return;
    session.overturning = session.cursor.code;
    session.focus = "evidence";
    session.emit("verdicts", "focus");
  }

  cancel(): void {
    this.session.overturning = null;
    this.session.emit("verdicts");
  }

  private toggleMore(): void {
    this.session.showAll = !this.session.showAll;
    this.session.emit("verdicts");
  }
}
