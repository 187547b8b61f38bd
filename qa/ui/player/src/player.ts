/** The sound: one audio element, its clock, speed and the modes that let it jump by itself. */

import { jump, type Modes } from "./playback";
import { clamp, type Span } from "./time";

export interface PlayerEvents {
  /** Often while playing, and whenever the position changes. */
  tick(time: number, playing: boolean): void;
  playing(playing: boolean): void;
  failed(): void;
  /** The browser wants a gesture before it makes a sound. */
  blocked(): void;
}

export class Player {
  readonly media = new Audio();
  readonly modes: Modes = { skipSilences: false, onlyEvidence: false, loop: null };
  silences: readonly (readonly [number, number, ...unknown[]])[] = [];
  evidence: readonly Span[] = [];
  private frame = 0;

  constructor(
    source: string | null,
    /** Known from the data before the sound has loaded. */
    readonly duration: number,
    private readonly events: PlayerEvents,
  ) {
    this.media.preload = source ? "auto" : "none";
    this.media.preservesPitch = true;
    const tick = (): void => this.tick();
    for (const event of ["timeupdate", "seeking", "seeked"]) this.media.addEventListener(event, tick);
    this.media.addEventListener("play", () => this.changed(true));
    this.media.addEventListener("pause", () => this.changed(false));
    this.media.addEventListener("error", () => this.media.getAttribute("src") && this.events.failed());
    if (source) this.media.src = source;
  }

  get time(): number {
    return this.media.currentTime;
  }

  get playing(): boolean {
    return !this.media.paused;
  }

  get rate(): number {
    return this.media.playbackRate;
  }

  set rate(rate: number) {
    this.media.defaultPlaybackRate = rate;
    this.media.playbackRate = rate;
  }

  async play(): Promise<void> {
    if (!this.media.getAttribute("src")) return;
    try {
      await this.media.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.events.blocked();
    }
  }

  pause(): void {
    this.media.pause();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else void this.play();
  }

  seek(time: number): void {
    this.media.currentTime = clamp(time, 0, Math.max(0, this.duration - 0.05));
    this.tick();
  }

  playFrom(time: number): void {
    this.seek(time);
    void this.play();
  }

  /** Loads the sound again after a failure, at the same place. */
  reload(): void {
    const at = this.time;
    this.media.load();
    this.media.currentTime = at;
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.media.pause();
    this.media.removeAttribute("src");
    this.media.load();
  }

  private changed(playing: boolean): void {
    cancelAnimationFrame(this.frame);
    if (playing) this.frame = requestAnimationFrame(this.run);
    this.events.playing(playing);
    this.tick();
  }

  private readonly run = (): void => {
    this.tick();
    if (this.playing) this.frame = requestAnimationFrame(this.run);
  };

  private tick(): void {
    if (this.playing && !this.media.seeking) {
      const target = jump(this.time, this.modes, this.silences, this.evidence);
      if (target === "end") this.pause();
      else if (target !== null) this.media.currentTime = target;
    }
    this.events.tick(this.time, this.playing);
  }
}
