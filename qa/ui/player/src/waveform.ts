/** The two channels drawn from the server's peaks, with regions over them (wavesurfer.js). */

import WaveSurfer from "wavesurfer.js";
import RegionsPlugin, { type Region } from "wavesurfer.js/dist/plugins/regions.js";
import { h } from "./dom";
import type { Peaks } from "./peaks";
import type { Player } from "./player";
import { annotationMarks, fixedMarks, type Mark } from "./regions";
import { Ruler } from "./ruler";
import type { Session } from "./session";
import { clamp, clock } from "./time";

const CHANNEL_PX = 46;
/** Longer calls open with this much in view; the overview below shows all of it. */
const WINDOW_S = 300;
const MOST_PX_PER_S = 200;
/** About the width of a character of a label. */
const LABEL_PX = 11;

export interface WaveformEvents {
  hit(code: string, index: number): void;
  annotation(id: string): void;
  /** The visible stretch has changed. */
  view(start: number, end: number): void;
}

export class Waveform {
  readonly element = h("div", { class: "wave", role: "img" });
  private readonly regions = RegionsPlugin.create();
  private readonly ruler = new Ruler();
  private readonly surfer: WaveSurfer;
  private readonly marks = new Map<string, Region>();
  private selected: Region | null = null;
  private loop: Region | null = null;
  private pxPerSecond = 0;

  constructor(
    private readonly session: Session,
    private readonly player: Player,
    peaks: Peaks | null,
    private readonly events: WaveformEvents,
    place: HTMLElement,
  ) {
    place.append(this.element, this.ruler.element);
    this.element.setAttribute("aria-label", session.t("waveform"));
    const channels =
      peaks?.channels ??
      Array.from({ length: Math.max(1, session.page.channels) }, () => new Float32Array(2));
    this.surfer = WaveSurfer.create({
      container: this.element,
      media: player.media,
      peaks: channels,
      duration: player.duration,
      ...this.look(channels.length),
      plugins: [this.regions],
    });
    for (const event of ["scroll", "redraw"] as const) this.surfer.on(event, () => this.tellView());
    this.surfer.on("ready", () => this.opened());
    this.regions.enableDragSelection(
      { id: "selection", color: "var(--region-selection)", drag: true, resize: true },
      4,
    );
    this.regions.on("region-created", (region) => region.id === "selection" && this.dragged(region));
    this.regions.on("region-updated", (region) => region === this.selected && this.tellSelection(region));
  }

  private look(channels: number): object {
    const style = getComputedStyle(this.element);
    const colour = (name: string): string => style.getPropertyValue(name).trim() || "#888";
    const wave = (name: string): object => ({
      waveColor: colour(`--${name}-wave`),
      progressColor: colour(`--${name}`),
      height: CHANNEL_PX,
    });
    return {
      height: CHANNEL_PX,
      cursorColor: colour("--text"),
      cursorWidth: 1,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      barHeight: 0.92,
      minPxPerSec: 0,
      autoCenter: false,
      hideScrollbar: true,
      splitChannels: channels > 1 ? [wave("agent"), wave("customer")] : [wave("agent")],
    };
  }

  private opened(): void {
    const fit = this.fit;
    this.zoomTo(Math.max(fit, this.surfer.getWidth() / WINDOW_S));
    for (const mark of fixedMarks(this.session.page, this.session.verdicts, this.session.t)) this.add(mark);
    this.drawAnnotations();
    this.drawDecisions();
    this.drawSelection();
  }

  /** Takes the theme's colours anew. */
  repaint(): void {
    this.surfer.setOptions(this.look(Math.max(1, this.surfer.options.splitChannels?.length ?? 1)));
    if (this.pxPerSecond) this.zoomTo(this.pxPerSecond);
  }

  private get fit(): number {
    return this.surfer.getWidth() / Math.max(1, this.player.duration);
  }

  zoom(direction: 1 | -1): void {
    this.zoomTo(this.pxPerSecond * (direction > 0 ? 1.8 : 1 / 1.8));
  }

  private zoomTo(pxPerSecond: number): void {
    this.pxPerSecond = clamp(pxPerSecond, this.fit, MOST_PX_PER_S);
    this.surfer.zoom(this.pxPerSecond);
    this.fitLabels();
    this.show(this.player.time);
  }

  /** Scrolls so that `time` is in view. */
  show(time: number): void {
    const seconds = this.surfer.getWidth() / (this.pxPerSecond || 1);
    this.surfer.setScrollTime(clamp(time - seconds / 2, 0, Math.max(0, this.player.duration - seconds)));
    this.tellView();
  }

  private tellView(): void {
    if (!this.pxPerSecond) return;
    const start = this.surfer.getScroll() / this.pxPerSecond;
    const end = start + this.surfer.getWidth() / this.pxPerSecond;
    this.ruler.draw(start, end);
    this.events.view(start, end);
  }

  private add(mark: Mark): void {
    const region = this.regions.addRegion({
      id: mark.id,
      start: mark.start,
      end: mark.end,
      color: `var(--region-${mark.kind})`,
      drag: false,
      resize: false,
      ...(mark.channel === null ? {} : { channelIdx: mark.channel }),
    });
    this.marks.set(mark.id, region);
    const element = region.element;
    if (!element) return;
    element.part.add(mark.kind);
    element.title = `${clock(mark.start)} ${mark.label}`;
    const label = h("span", {}, mark.label);
    label.part.add("label", `${mark.kind}-label`);
    element.append(label);
    region.on("click", (event) => this.clicked(mark, event));
  }

  /** Hides each label that its region is too narrow for, or that would cover the one before. */
  private fitLabels(): void {
    const free = [0, 0];
    for (const region of [...this.marks.values()].sort((a, b) => a.start - b.start)) {
      const label = region.element?.lastElementChild;
      if (!label?.part.contains("label")) continue;
      const left = region.start * this.pxPerSecond;
      const right = left + (label.textContent?.length ?? 0) * LABEL_PX;
      const channels = region.channelIdx < 0 ? [0, 1] : [region.channelIdx];
      const fits =
        right <= region.end * this.pxPerSecond && channels.every((each) => (free[each] ?? 0) <= left);
      label.part.toggle("narrow", !fits);
      if (fits) for (const each of channels) free[each] = right;
    }
  }

  private clicked(mark: Mark, event: MouseEvent): void {
    if (mark.kind !== "hit" && mark.kind !== "annotation") return;
    event.stopPropagation();
    if (mark.kind === "hit") this.events.hit(mark.ref, mark.index);
    else this.events.annotation(mark.ref);
  }

  drawAnnotations(): void {
    for (const [id, region] of this.marks) {
      if (!id.startsWith("annotation-")) continue;
      region.remove();
      this.marks.delete(id);
    }
    for (const mark of annotationMarks(this.session.page, this.session.t)) {
      this.add(mark);
      const quality = this.session.page.annotations.find((each) => each.id === mark.ref)?.quality;
      if (quality) this.marks.get(mark.id)?.element?.part.add(quality);
    }
    this.fitLabels();
  }

  /** Shows which evidence is selected and which verdicts are decided. */
  drawDecisions(): void {
    const { cursor } = this.session;
    for (const verdict of this.session.verdicts) {
      verdict.evidence.forEach((_, index) => {
        const element = this.marks.get(`hit-${verdict.code}-${index}`)?.element;
        const part = element?.part;
        const current = cursor?.code === verdict.code && cursor.index === index;
        part?.toggle("overturned", verdict.decision?.outcome === "overturned");
        part?.toggle("doubtful", verdict.state === "undetermined");
        part?.toggle("current", current);
        element?.lastElementChild?.part.toggle("shown", current);
      });
    }
  }

  private dragged(region: Region): void {
    this.selected?.remove();
    this.selected = region;
    const { selection } = this.session;
    // One that was made in the transcript is drawn here too, and knows more than its times.
    if (selection?.start !== region.start || selection.end !== region.end) this.tellSelection(region);
  }

  private tellSelection({ start, end }: Region): void {
    this.session.select({ start, end, role: null, text: null });
  }

  /** Draws the session's selection and loop. */
  drawSelection(): void {
    const { selection } = this.session;
    if (!selection) {
      this.selected?.remove();
      this.selected = null;
    } else if (this.selected?.start !== selection.start || this.selected.end !== selection.end) {
      this.selected?.remove();
      this.selected = null;
      this.regions.addRegion({
        id: "selection",
        start: selection.start,
        end: selection.end,
        color: "var(--region-selection)",
      });
    }
    this.loop?.remove();
    this.loop = null;
    const span = this.player.modes.loop;
    if (!span) return;
    this.loop = this.regions.addRegion({
      id: "loop",
      start: span[0],
      end: span[1],
      color: "var(--region-loop)",
      drag: false,
      resize: false,
    });
    this.loop.element?.part.add("looping");
  }

  destroy(): void {
    this.surfer.destroy();
  }
}
