/** The call page of one session: builds the parts, ties them together, follows the sound. */

import { ACTIONS, loopSpan } from "./commands";
import { h, takesText } from "./dom";
import { EvidenceWalk } from "./evidence";
import { header } from "./header";
import { Help } from "./help";
import { columns } from "./layout";
import type { Command } from "./keys";
import { Notes } from "./notes";
import { noticeView } from "./noticeview";
import { Overview } from "./overview";
import type { Peaks } from "./peaks";
import { LEAD_IN } from "./playback";
import type { Player } from "./player";
import { Rail } from "./rail";
import { riskCards } from "./riskcards";
import { Scorecard } from "./scorecard";
import { Scoring } from "./scoring";
import type { Session } from "./session";
import { Transcript } from "./transcript";
import { Transport } from "./transport";
import { timeAt, wordPlaces } from "./turntext";
import type { Turn } from "./types";
import { undecided } from "./verdicts";
import { Waveform } from "./waveform";

export interface ViewEvents {
  /** To the next call, or away when there is none. */
  leave(): void;
  language(): void;
  handBack(): void;
}

export class CallView {
  readonly element: HTMLElement;
  readonly walk: EvidenceWalk;
  readonly scoring: Scoring;
  readonly rail: Rail;
  readonly notes: Notes;
  readonly transcript: Transcript;
  readonly scorecard: Scorecard;
  readonly transport: Transport;
  readonly help: Help;
  private readonly wavePlace = h("div", { class: "wave-place" });
  private waveform: Waveform | null = null;
  private overview: Overview | null = null;

  constructor(
    readonly session: Session,
    readonly player: Player,
    troubled: ConstructorParameters<typeof Scoring>[1],
    private readonly events: ViewEvents,
  ) {
    this.scoring = new Scoring(session, troubled);
    this.walk = new EvidenceWalk(session, player, () => this.scoring.select(null));
    const risks = riskCards(session, player.duration, {
      play: (turn) => this.playTurn(turn),
      seek: (time) => this.seekAndShow(time),
    });
    this.rail = new Rail(session, this.walk, risks);
    this.notes = new Notes(session, {
      play: ({ start }) => player.playFrom(start),
      open: () => this.element.focus(),
    });
    this.transcript = new Transcript(session, {
      play: (time) => player.playFrom(time),
      hit: ({ code, index }) => this.walk.selectVerdict(code, index),
    });
    this.scorecard = new Scorecard(session, this.scoring, () => events.leave());
    this.transport = new Transport(session, player, {
      loop: () => this.loop(),
      zoom: (direction) => this.zoom(direction),
      annotate: () => this.annotate(),
      correct: () => this.correct(),
    });
    this.help = new Help(session.t);
    const sound = h("div", { class: "sound" }, this.wavePlace, this.transport.element);
    const top = [header(session, { ...events, help: () => this.help.toggle() }), noticeView(session), sound];
    this.element = h(
      "div",
      { class: "page", tabindex: "-1", role: "region" },
      ...top,
      columns(this),
      this.help.element,
    );
    this.element.setAttribute("aria-label", session.t("call_page"));
    this.element.lang = session.language === "zh" ? "zh-CN" : "en";
    this.element.addEventListener("click", (event) => this.released(event));
    session.on(["verdicts", "cursor"], () => this.waveform?.drawDecisions());
    session.on(["verdicts", "annotations"], () => this.overview?.draw());
    session.on(["annotations"], () => this.waveform?.drawAnnotations());
    session.on(["selection", "modes"], () => this.waveform?.drawSelection());
    session.on(["phase"], () => session.phase === "submitted" && player.pause());
  }

  /** Draws the waveform, once the peaks are here or known to be missing. */
  draw(peaks: Peaks | null): void {
    const { session, player } = this;
    const overview = new Overview(session, player, peaks, (time) => this.seekAndShow(time));
    this.overview = overview;
    const { t } = session;
    const names = session.page.channels > 1 ? [t("agent"), t("customer")] : [];
    const labels = h(
      "div",
      { class: "channel-names", "aria-hidden": "true" },
      ...names.map((name, i) => h("span", { class: i ? "customer" : "agent" }, name)),
    );
    const frame = h("div", { class: "wave-frame" }, labels);
    this.wavePlace.replaceChildren(frame, overview.element);
    this.waveform = new Waveform(
      session,
      player,
      peaks,
      {
        hit: (code, index) => this.walk.selectVerdict(code, index),
        annotation: (id) => this.playAnnotation(id),
        view: (start, end) => overview.setView(start, end),
      },
      frame,
    );
  }

  private playAnnotation(id: string): void {
    const annotation = this.session.page.annotations.find((each) => each.id === id);
    if (annotation) this.player.playFrom(annotation.start);
  }

  private playTurn(turn: Turn): void {
    this.player.playFrom(Math.max(0, turn.start - LEAD_IN));
    this.waveform?.show(turn.start);
    this.transcript.show(turn);
  }

  private seekAndShow(time: number): void {
    this.player.seek(time);
    this.waveform?.show(time);
  }

  tick(time: number): void {
    this.transcript.tick(time);
    this.transport.tick(time);
    this.overview?.tick(time);
  }

  /** Takes the theme's colours anew. */
  repaint(): void {
    this.waveform?.repaint();
    this.overview?.draw();
  }

  /** Runs a command; false when it does not apply and the browser should have the key. */
  run(command: Command, key: string): boolean {
    if (this.help.open && command !== "help" && command !== "escape") return false;
    return ACTIONS[command](this, key) !== false;
  }

  loop(): void {
    const { modes } = this.player;
    const span = modes.loop ? null : loopSpan(this);
    modes.loop = span;
    if (span) this.player.playFrom(span[0]);
    this.session.emit("modes");
  }

  onlyEvidence(): void {
    const { player, transport } = this;
    transport.toggle("onlyEvidence");
    if (player.modes.onlyEvidence && !player.playing) void player.play();
  }

  zoom(direction: 1 | -1): void {
    this.waveform?.zoom(direction);
  }

  annotate(): void {
    const { selection } = this.session;
    const turn = this.transcript.currentTurn;
    const span = selection ?? (turn && { start: turn.start, end: turn.end, role: turn.role });
    const time = this.player.time;
    this.notes.write(span ?? { start: time, end: Math.min(this.player.duration, time + 5), role: null });
  }

  correct(): void {
    if (this.session.page.readonly) return;
    const place = this.session.selection?.text ?? this.wordNow();
    if (place) this.transcript.correct(place.turn, place.start, place.end);
    else this.session.notices.brief(this.session.t("select_word"));
  }

  /** The word that is being said. */
  private wordNow(): { turn: NonNullable<Transcript["currentTurn"]>; start: number; end: number } | null {
    const turn = this.transcript.currentTurn;
    if (!turn) return null;
    const place = wordPlaces(turn)
      .filter(([start]) => timeAt(turn, start) <= this.player.time)
      .at(-1);
    return place ? { turn, start: place[0], end: place[1] } : null;
  }

  /** Enter: on to whatever is left to do, at last the next call. */
  proceed(): void {
    const { session, rail } = this;
    if (rail.overturning) return rail.overturning.write();
    if (session.page.readonly) return;
    if (session.phase === "submitted") return this.events.leave();
    const open = undecided(session.verdicts);
    if (open.length) return this.walk.goOn(session.cursor?.code ?? null);
    if (session.unanswered.length) return this.scoring.select(null);
    void this.scoring.submit();
  }

  submit(): void {
    if (this.notes.isOpen) this.notes.submit();
    else if (this.session.phase === "submitted") this.events.leave();
    else void this.scoring.submit();
  }

  escape(): boolean {
    const root = this.element.getRootNode() as Document | ShadowRoot;
    if (this.help.open) this.help.toggle(false);
    else if (this.notes.isOpen) this.notes.close();
    else if (takesText(root.activeElement)) this.element.focus();
    else if (this.rail.overturning) this.rail.cancel();
    else if (this.player.modes.loop) this.loop();
    else if (this.session.selection) this.session.select(null);
    else if (this.session.focus === "score") {
      this.session.focus = "evidence";
      this.session.emit("focus", "score");
    } else return false;
    return true;
  }

  /** A button pressed by mouse gives the keys back to the page; one reached by keyboard keeps the focus. */
  private released(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (
      event.detail > 0 &&
      target.closest("button, summary") &&
      !takesText((this.element.getRootNode() as ShadowRoot).activeElement)
    )
      this.element.focus({ preventScroll: true });
  }

  destroy(): void {
    this.waveform?.destroy();
    this.overview?.destroy();
    this.element.remove();
  }
}
