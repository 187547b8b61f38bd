/** Opens calls one after another in one place of the page, and keeps the sound across a change of language. */

import { ApiError, field, sender, type Send } from "./api";
import { listen } from "./commands";
import { h } from "./dom";
import { Heard } from "./heard";
import type { Notice } from "./notices";
import { peaksOf, type Peaks } from "./peaks";
import { evidenceSpans } from "./playback";
import { Player } from "./player";
import { Session } from "./session";
import { BrowserShelf } from "./shelf";
import { translator } from "./texts";
import { Troubles } from "./troubles";
import type { CallPage, ComponentData, Language } from "./types";
import { faultSpans, undecided } from "./verdicts";
import { CallView } from "./view";

/** What Streamlit is told. */
export interface Told {
  state(name: "call_id" | "language", value: string): void;
  /** No call is left, or the inspector wants to go. */
  finished(callId: string): void;
}

const HEARD_EVERY_MS = 30_000;

export class App {
  readonly element = h("div", { class: "earmark" });
  private readonly send: Send;
  private readonly shelf = new BrowserShelf(() => localStorage);
  private session!: Session;
  private player!: Player;
  private view: CallView | null = null;
  private peaks: Peaks | null | undefined;
  private heard = new Heard();
  private readonly troubles: Troubles;
  private readonly left = new Set<string>();
  private readonly stops: (() => void)[] = [];
  private language: Language;
  private rate = 1;

  constructor(
    private data: ComponentData,
    private readonly told: Told,
  ) {
    this.send = sender(data.base ?? "");
    this.language = data.language ?? "zh";
    this.troubles = new Troubles(
      () => this.session,
      () => this.finish(),
    );
    this.stops.push(listen(() => this.view));
    const timer = setInterval(() => this.tellHeard(false), HEARD_EVERY_MS);
    const hide = (): void => this.tellHeard(true);
    window.addEventListener("pagehide", hide);
    this.stops.push(
      () => clearInterval(timer),
      () => window.removeEventListener("pagehide", hide),
    );
  }

  /** Shows the call of the data; called once the element is in the page. */
  start(): void {
    this.open(this.data.page);
  }

  /** New data from Python. The call that is open stays as the inspector has it. */
  update(data: ComponentData): void {
    const before = this.data.language;
    const id = data.page.call.call_id;
    const opens = id !== this.session.page.call.call_id && !this.left.has(id);
    this.data = opens ? data : { ...data, at: null };
    // Only a switch outside counts: one made in here reaches Python later than other news.
    if (data.language && data.language !== before && data.language !== this.language)
      this.speak(data.language);
    if (opens) this.open(data.page);
    else this.view?.repaint();
  }

  private open(page: CallPage): void {
    this.close();
    const around = {
      send: this.send,
      shelf: this.shelf,
      user: this.data.user ?? "",
      base: this.data.base ?? "",
    };
    this.session = new Session(page, around, this.troubles.tell);
    this.player = this.makePlayer(page);
    this.peaks = undefined;
    this.heard = new Heard();
    this.build();
    this.greet();
    void this.fetchPeaks();
  }

  private makePlayer(page: CallPage): Player {
    const source = page.missing_recording ? null : `${this.data.base ?? ""}${this.session.path}/audio`;
    const last = Math.max(0, ...page.turns.map((turn) => turn.end));
    const player = new Player(source, page.call.duration_s || last || 1, {
      tick: (time, playing) => {
        this.heard.at(playing ? time : null);
        this.view?.tick(time);
      },
      playing: (playing) => {
        if (playing) this.session.notices.dismiss("sound");
        this.view?.transport.draw();
      },
      failed: () => void this.soundFailed(),
      blocked: () => this.session.notices.brief(this.session.t("press_space")),
    });
    player.rate = this.rate;
    player.silences = page.silences;
    player.evidence = evidenceSpans(faultSpans(page.verdicts));
    return player;
  }

  private build(): void {
    const { session } = this;
    session.silence();
    session.language = this.language;
    session.t = translator(this.language);
    this.view?.destroy();
    this.view = new CallView(session, this.player, (error) => this.troubles.tell(error, null), {
      leave: () => void this.next(),
      language: () => this.switchLanguage(),
      handBack: () => void this.handBack(),
    });
    this.element.replaceChildren(this.view.element);
    if (this.peaks !== undefined) this.view.draw(this.peaks);
    this.view.tick(this.player.time);
    session.on(["modes"], () => (this.rate = this.player.rate));
    this.view.element.focus({ preventScroll: true });
  }

  /** Says what is wrong with the call, sends what an earlier visit left, and goes to the first evidence. */
  private greet(): void {
    const { session } = this;
    const { page, notices, t, draft } = session;
    const warn = (id: string, text: string, more: Partial<Notice>): void =>
      notices.tell({ id, kind: "warning", text, actions: [], ...more });
    if (page.failure) warn("failure", t("call_failed"), { detail: page.failure.message });
    const back = { label: t("hand_back"), run: () => void this.handBack() };
    if (page.missing_recording)
      warn("missing", t("recording_missing"), { actions: page.readonly ? [] : [back] });
    if (draft.stray && page.draft) this.troubles.choose(page.draft, "trouble_stray");
    void session.outbox.flush();
    const play = this.data.autoplay !== false && !page.readonly;
    const first = undecided(session.verdicts)[0];
    const at = this.data.at ?? null;
    this.data.at = null;
    if (at !== null) this.player.seek(at);
    else if (first) this.view!.walk.selectVerdict(first.code, 0, play);
    if (play && !this.player.playing && (at !== null || (session.cursor?.start ?? null) === null))
      void this.player.play();
  }

  private async fetchPeaks(): Promise<void> {
    const { session } = this;
    let peaks: Peaks | null = null;
    try {
      peaks = peaksOf(await this.send("GET", `${session.path}/peaks`));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    if (session !== this.session) return;
    this.peaks = peaks;
    this.view?.draw(peaks);
  }

  /** The sound does not load: the server knows why. */
  private async soundFailed(): Promise<void> {
    const { session, player } = this;
    const { t, notices } = session;
    const retry = (): void => {
      notices.dismiss("sound");
      player.reload();
    };
    let text = t("sound_failed");
    try {
      await this.send("GET", session.path);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.trouble === "signed_out") return this.troubles.tell(error, null);
      if (error.trouble === "unreachable") text = t("sound_unreachable");
    }
    if (session === this.session)
      notices.tell({ id: "sound", kind: "error", text, actions: [{ label: t("retry"), run: retry }] });
  }

  private switchLanguage(): void {
    this.speak(this.language === "zh" ? "en" : "zh");
    this.told.state("language", this.language);
  }

  private speak(language: Language): void {
    this.language = language;
    this.build();
  }

  /** Claims the next call and opens it, without waiting for Streamlit. */
  private async next(): Promise<void> {
    const { session } = this;
    if (session.phase === "leaving") return;
    session.phase = "leaving";
    try {
      const id =
        session.nextCall ??
        field(await this.send("POST", "/api/queue/next", { filter: this.data.filter ?? {} }), "call_id");
      if (typeof id !== "string") return this.finish();
      const page = (await this.send("GET", `/api/calls/${encodeURIComponent(id)}`)) as CallPage;
      this.left.add(session.page.call.call_id);
      this.left.delete(id);
      this.open(page);
      this.told.state("call_id", id);
    } catch (error) {
      session.phase = "submitted";
      if (!(error instanceof ApiError)) throw error;
      this.troubles.tell(error, null);
    }
  }

  /** Gives the call back to the queue. What was saved stays with it. */
  private async handBack(): Promise<void> {
    const { session } = this;
    try {
      await session.draft.save();
      await session.outbox.flush();
      await this.send("POST", `${session.path}/release`);
      this.finish();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.troubles.tell(error, null);
    }
  }

  private finish(): void {
    this.told.finished(this.session.page.call.call_id);
  }

  private tellHeard(leaving: boolean): void {
    const { heard } = this;
    const spans = heard.take();
    if (spans.length)
      this.send("POST", `${this.session.path}/heard`, { spans }, leaving).catch(() => heard.put(spans));
  }

  private close(): void {
    if (!this.view) return;
    this.tellHeard(false);
    this.session.close();
    this.view.destroy();
    this.player.destroy();
  }

  destroy(): void {
    this.close();
    this.view = null;
    for (const stop of this.stops) stop();
  }
}
