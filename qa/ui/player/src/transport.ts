/** The row of buttons under the waveform: time, speed, modes, zoom, and what to do with a selection. */

import { button, fill, h } from "./dom";
import { nextRate } from "./playback";
import type { Player } from "./player";
import type { Session } from "./session";
import { clock } from "./time";

export interface TransportEvents {
  loop(): void;
  zoom(direction: 1 | -1): void;
  annotate(): void;
  correct(): void;
}

export class Transport {
  readonly element: HTMLElement;
  private readonly playButton: HTMLButtonElement;
  private readonly time = h("span", { class: "time" });
  private readonly rate = h("span", { class: "rate" });
  private readonly skip: HTMLButtonElement;
  private readonly only: HTMLButtonElement;
  private readonly loop: HTMLButtonElement;
  private readonly chosen = h("div", { class: "chosen" });
  private shownTime = "";

  constructor(
    private readonly session: Session,
    private readonly player: Player,
    private readonly events: TransportEvents,
  ) {
    const { t } = session;
    this.playButton = button("▶", () => player.toggle(), {
      class: "button play",
      title: t("help_play"),
      key: "Space",
    });
    this.skip = button(t("skip"), () => this.toggle("skipSilences"), {
      title: t("help_skip"),
      key: "S",
      pressed: false,
    });
    this.only = button(t("only"), () => this.toggle("onlyEvidence"), {
      title: t("help_only"),
      key: "E",
      pressed: false,
    });
    this.loop = button(t("loop"), () => events.loop(), { title: t("help_loop"), key: "L", pressed: false });
    const speed = h(
      "div",
      { class: "group", role: "group", "aria-label": t("speed") },
      button("−", () => this.speed(-1), { title: t("slower"), key: "[" }),
      this.rate,
      button("+", () => this.speed(1), { title: t("faster"), key: "]" }),
    );
    const zoom = h(
      "div",
      { class: "group", role: "group", "aria-label": t("zoom") },
      button("⊖", () => events.zoom(-1), { title: t("zoom_out"), key: "-" }),
      button("⊕", () => events.zoom(1), { title: t("zoom_in"), key: "+" }),
    );
    this.element = h(
      "div",
      { class: "transport", role: "toolbar", "aria-label": t("player") },
      this.playButton,
      this.time,
      speed,
      this.loop,
      this.skip,
      this.only,
      zoom,
      this.chosen,
    );
    session.on(["modes"], () => this.draw());
    session.on(["selection"], () => this.drawSelection());
    this.draw();
    this.drawSelection();
  }

  speed(direction: 1 | -1): void {
    this.player.rate = nextRate(this.player.rate, direction);
    this.session.emit("modes");
  }

  toggle(mode: "skipSilences" | "onlyEvidence"): void {
    const { modes } = this.player;
    modes[mode] = !modes[mode];
    this.session.emit("modes");
  }

  tick(time: number): void {
    const text = `${clock(time)} / ${clock(this.player.duration)}`;
    if (text !== this.shownTime) this.time.textContent = this.shownTime = text;
  }

  draw(): void {
    const { modes, playing, rate } = this.player;
    this.playButton.textContent = playing ? "❚❚" : "▶";
    this.playButton.setAttribute("aria-label", this.session.t(playing ? "pause" : "play"));
    this.rate.textContent = `${rate}×`;
    this.skip.setAttribute("aria-pressed", String(modes.skipSilences));
    this.only.setAttribute("aria-pressed", String(modes.onlyEvidence));
    this.loop.setAttribute("aria-pressed", String(modes.loop !== null));
    this.tick(this.player.time);
  }

  private drawSelection(): void {
    const { selection, t } = this.session;
    if (!selection) return fill(this.chosen, h("span", { class: "hint" }, t("select_hint")));
    const { start, end, text } = selection;
    const writing = !this.session.page.readonly;
    fill(
      this.chosen,
      h("span", { class: "span-chip" }, `${clock(start)}–${clock(end)}`),
      button("▶", () => this.player.playFrom(start), { title: t("play") }),
      writing &&
        button(t("annotate"), () => this.events.annotate(), {
          class: "button primary",
          title: t("help_annotate"),
          key: "A",
        }),
      writing &&
        text &&
        button(t("correct"), () => this.events.correct(), { title: t("help_correct"), key: "W" }),
      button("×", () => this.session.select(null), { class: "link", title: t("drop_selection"), key: "Esc" }),
    );
  }
}
