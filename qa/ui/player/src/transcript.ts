/** What was said, turn by turn; the current turn follows the sound. */

import { correctionField } from "./correct";
import { button, fill, h, keepInView, prefersStill } from "./dom";
import { riskyWords, type RiskyWords } from "./risks";
import { rangeIn } from "./selection";
import type { Session } from "./session";
import { clock, lastAt } from "./time";
import { hitsByTurn, pieces, spanOf, timeAt, type Hit, type Piece } from "./turntext";
import type { Turn } from "./types";

/** After the inspector scrolled, the transcript keeps still for this long. */
const HANDS_OFF_MS = 4_000;

export interface TranscriptEvents {
  play(time: number): void;
  hit(hit: Hit): void;
}

export class Transcript {
  readonly element: HTMLElement;
  private readonly list = h("div", { class: "turns", role: "list", tabindex: "0" });
  private readonly rows = new Map<number, HTMLElement>();
  private readonly hits: Map<number, Hit[]>;
  private readonly risky: Map<number, RiskyWords[]>;
  private readonly rawButton: HTMLButtonElement;
  private current = -1;
  private scrolledAt = -HANDS_OFF_MS;

  constructor(
    private readonly session: Session,
    private readonly events: TranscriptEvents,
  ) {
    const { page, t } = session;
    this.hits = hitsByTurn(page.turns, session.verdicts);
    this.risky = riskyWords(page, t, session.language);
    this.rawButton = button(t("raw"), () => this.toggleRaw(), {
      key: "V",
      title: t("raw_title"),
      pressed: false,
    });
    const heading = h(
      "header",
      { class: "column-head" },
      h("h2", {}, t("transcript")),
      h("span", { class: "count" }, t("turns_of", { count: page.turns.length })),
      this.rawButton,
    );
    this.element = h(
      "section",
      { class: "column transcript", "aria-label": t("transcript") },
      heading,
      this.list,
    );
    this.list.append(...page.turns.map((turn) => this.row(turn)));
    if (!page.turns.length) this.list.append(h("p", { class: "empty" }, t("no_transcript")));
    for (const event of ["wheel", "touchmove"])
      this.list.addEventListener(event, () => (this.scrolledAt = performance.now()), { passive: true });
    this.list.addEventListener("pointerup", () => setTimeout(() => this.released(), 0));
    session.on(["turns"], () => this.redraw());
    session.on(["cursor"], () => this.markSelectedHit());
  }

  private row(turn: Turn): HTMLElement {
    const { t } = this.session;
    const time = button(clock(turn.start), () => this.events.play(turn.start), {
      class: "turn-time",
      title: t("play_from", { time: clock(turn.start) }),
    });
    time.tabIndex = -1;
    const body = h("p", { class: "turn-text", dir: "auto" });
    const element = h(
      "div",
      { class: `turn ${turn.role}`, role: "listitem" },
      h("div", { class: "turn-side" }, h("span", { class: "turn-role" }, t(turn.role)), time),
      body,
    );
    element.dataset.i = String(turn.i);
    this.rows.set(turn.i, element);
    this.write(turn, body);
    return element;
  }

  private write(turn: Turn, body: HTMLElement): void {
    if (this.session.raw)
      return fill(body, h("span", { class: "raw" }, turn.raw || this.session.t("nothing_recognised")));
    if (!turn.text) return fill(body, h("span", { class: "nothing" }, this.session.t("nothing_recognised")));
    const found = pieces(turn, this.hits.get(turn.i) ?? [], this.risky.get(turn.i));
    fill(body, ...found.map((piece) => this.piece(piece)));
  }

  private piece(piece: Piece): HTMLElement {
    const { t } = this.session;
    const classes = [
      piece.low && "low",
      piece.hit && "hit",
      piece.risk !== null && "risky",
      piece.original !== null && "corrected",
    ]
      .filter(Boolean)
      .join(" ");
    const known =
      piece.original !== null
        ? t("originally", { text: piece.original })
        : piece.low
          ? t("heard_badly")
          : null;
    const title = [piece.risk, known].filter(Boolean).join("\n") || null;
    const element = h("span", { class: classes || null, title }, piece.text);
    element.dataset.start = String(piece.start);
    element.dataset.end = String(piece.end);
    if (piece.hit) element.dataset.hit = `${piece.hit.code} ${piece.hit.index}`;
    if (piece.original === null) return element;
    return h(
      "ins",
      {},
      element,
      h("del", { "aria-label": t("originally", { text: piece.original }) }, piece.original),
    );
  }

  /** Follows the sound: marks the turn at `time` and keeps it in view. */
  tick(time: number): void {
    const index = lastAt(this.session.page.turns, time);
    if (index === this.current) return;
    this.rowAt(this.current)?.classList.remove("now");
    this.current = index;
    const row = this.rowAt(index);
    if (!row) return;
    row.classList.add("now");
    if (performance.now() - this.scrolledAt > HANDS_OFF_MS) keepInView(this.list, row, !prefersStill());
  }

  /** Brings a turn into view, whatever the inspector scrolled to. */
  show(turn: Turn): void {
    this.scrolledAt = -HANDS_OFF_MS;
    const row = this.rows.get(turn.i);
    if (row) keepInView(this.list, row, !prefersStill());
  }

  private rowAt(index: number): HTMLElement | undefined {
    const turn = this.session.page.turns[index];
    return turn && this.rows.get(turn.i);
  }

  get currentTurn(): Turn | null {
    return this.session.page.turns[this.current] ?? null;
  }

  private markSelectedHit(): void {
    const { cursor } = this.session;
    this.scrolledAt = -HANDS_OFF_MS;
    for (const old of this.list.querySelectorAll(".selected-hit")) old.classList.remove("selected-hit");
    const found =
      cursor &&
      this.list.querySelectorAll<HTMLElement>(`[data-hit="${CSS.escape(cursor.code)} ${cursor.index}"]`);
    found?.forEach((each) => each.classList.add("selected-hit"));
  }

  /** After a click or a selection by mouse: plays from there, or takes the selection. */
  private released(): void {
    const range = rangeIn(this.list);
    if (!range) return;
    const { from, to, collapsed, element } = range;
    const first = this.session.page.turns.find((turn) => turn.i === from.turn);
    const last = this.session.page.turns.find((turn) => turn.i === to.turn);
    if (!first || !last || this.session.raw) return;
    if (collapsed) return this.clicked(first, from.offset, element);
    const start = spanOf(first, from.offset, first === last ? to.offset : first.text.length)[0];
    const end = first === last ? spanOf(first, from.offset, to.offset)[1] : timeAt(last, to.offset);
    const text = first === last ? { turn: first, start: from.offset, end: to.offset } : null;
    this.session.select({ start, end, role: first.role, text });
  }

  private clicked(turn: Turn, offset: number, element: HTMLElement | null): void {
    const [code, index] = element?.dataset.hit?.split(" ") ?? [];
    if (code) this.events.hit({ code, index: Number(index), start: 0, end: 0 });
    else this.events.play(timeAt(turn, offset));
  }

  /** Opens a field in place of `text[start:end]` of a turn. */
  correct(turn: Turn, start: number, end: number): void {
    const body = this.rows.get(turn.i)?.querySelector<HTMLElement>(".turn-text");
    if (!body || this.session.raw) return;
    const close = (): void => this.write(turn, body);
    const save = (text: string): void => {
      const body = { turn: turn.i, start, end, text };
      if (text && text !== turn.text.slice(start, end))
        this.session.perform({
          method: "POST",
          path: `${this.session.path}/corrections`,
          body,
          kind: "correct",
          ref: String(turn.i),
        });
      close();
    };
    correctionField(body, turn.text, start, end, this.session.t, save, close);
  }

  private redraw(): void {
    this.rawButton.setAttribute("aria-pressed", String(this.session.raw));
    for (const turn of this.session.page.turns) {
      const body = this.rows.get(turn.i)?.querySelector<HTMLElement>(".turn-text");
      if (body) this.write(turn, body);
    }
    this.markSelectedHit();
  }

  toggleRaw(): void {
    this.session.raw = !this.session.raw;
    this.session.emit("turns");
  }
}
