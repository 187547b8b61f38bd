/** The whole call in one slim strip: where there is sound, where the evidence lies, what is in view. */

import { h } from "./dom";
import { overview, type Peaks } from "./peaks";
import type { Player } from "./player";
import type { Session } from "./session";
import { clamp } from "./time";
import { isQuestion } from "./verdicts";

const HEIGHT = 22;

export class Overview {
  private readonly canvas = h("canvas", { height: HEIGHT });
  private readonly view = h("div", { class: "overview-view" });
  private readonly head = h("div", { class: "overview-head" });
  readonly element: HTMLElement;
  private readonly observer: ResizeObserver;
  private shown = -1;

  constructor(
    private readonly session: Session,
    private readonly player: Player,
    private readonly peaks: Peaks | null,
    private readonly sought: (time: number) => void,
  ) {
    this.element = h(
      "div",
      { class: "overview", role: "img", "aria-label": session.t("overview") },
      this.canvas,
      this.view,
      this.head,
    );
    this.element.addEventListener("pointerdown", (event) => this.drag(event));
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.element);
  }

  private drag(down: PointerEvent): void {
    const seek = (event: PointerEvent): void => {
      const box = this.element.getBoundingClientRect();
      this.sought(clamp((event.clientX - box.left) / box.width, 0, 1) * this.player.duration);
    };
    this.element.setPointerCapture(down.pointerId);
    this.element.addEventListener("pointermove", seek);
    this.element.addEventListener("pointerup", () => this.element.removeEventListener("pointermove", seek), {
      once: true,
    });
    seek(down);
  }

  setView(start: number, end: number): void {
    const { duration } = this.player;
    this.view.style.left = `${(start / duration) * 100}%`;
    this.view.style.width = `${((Math.min(duration, end) - start) / duration) * 100}%`;
    this.view.hidden = end - start >= duration * 0.99;
  }

  tick(time: number): void {
    const x = Math.round((time / this.player.duration) * this.element.clientWidth);
    if (x === this.shown) return;
    this.shown = x;
    this.head.style.transform = `translateX(${x}px)`;
  }

  draw(): void {
    const width = this.element.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    const context = this.canvas.getContext("2d");
    if (!context || !width) return;
    this.canvas.width = width * ratio;
    this.canvas.height = HEIGHT * ratio;
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.element);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    if (this.peaks) this.drawSound(context, width, colour("--faint"));
    const x = (time: number): number => (time / this.player.duration) * width;
    for (const each of this.session.page.annotations)
      this.tickMark(context, x(each.start), colour("--note"), HEIGHT - 5, 5);
    for (const verdict of this.session.verdicts.filter(isQuestion)) {
      const fill = verdict.decision
        ? colour("--muted")
        : colour(verdict.state === "fail" ? "--fail" : "--doubt");
      for (const { start } of verdict.evidence)
        if (start != null) this.tickMark(context, x(start), fill, 0, 8);
    }
  }

  private drawSound(context: CanvasRenderingContext2D, width: number, colour: string): void {
    context.fillStyle = colour;
    overview(this.peaks!, Math.ceil(width / 2)).forEach((value, i) => {
      const height = Math.max(1, value * (HEIGHT - 6));
      context.fillRect(i * 2, (HEIGHT - height) / 2, 1.4, height);
    });
  }

  private tickMark(
    context: CanvasRenderingContext2D,
    x: number,
    colour: string,
    top: number,
    height: number,
  ): void {
    context.fillStyle = colour;
    context.fillRect(Math.round(x) - 1, top, 3, height);
  }

  destroy(): void {
    this.observer.disconnect();
  }
}
