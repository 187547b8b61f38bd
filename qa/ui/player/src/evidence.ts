/** Going through the evidence and deciding on verdicts. */

import { LEAD_IN } from "./playback";
import type { Player } from "./player";
import type { Session } from "./session";
import type { Decision, State } from "./types";
import { isQuestion, nextUndecided, stops, undecided, type Stop } from "./verdicts";

export class EvidenceWalk {
  private readonly decided: string[] = [];

  constructor(
    private readonly session: Session,
    private readonly player: Player,
    /** What follows when every verdict is decided. */
    private readonly done: () => void,
  ) {}

  private get stops(): Stop[] {
    const shown = this.session.verdicts.filter((each) => isQuestion(each) || this.session.showAll);
    return stops(shown);
  }

  /** Selects a stop and, when it has a place in the recording, plays from a second before it. */
  select(stop: Stop, play = true): void {
    const { session } = this;
    session.cursor = stop;
    session.overturning = null;
    session.focus = "evidence";
    session.seen.add(stop.code);
    if (stop.start !== null) {
      const from = Math.max(0, stop.start - LEAD_IN);
      if (play) this.player.playFrom(from);
      else this.player.seek(from);
    }
    session.emit("cursor", "focus", "verdicts");
  }

  selectVerdict(code: string, index = 0, play = true): void {
    const verdict = this.session.verdict(code);
    if (!verdict) return;
    const all = stops([verdict]);
    this.select(all[Math.min(index, all.length - 1)]!, play);
  }

  step(direction: 1 | -1): void {
    const all = this.stops;
    if (!all.length) return;
    const { cursor } = this.session;
    const at = all.findIndex((stop) => stop.code === cursor?.code && stop.index === cursor.index);
    const next = at < 0 ? (direction > 0 ? 0 : all.length - 1) : at + direction;
    if (next >= 0 && next < all.length) this.select(all[next]!);
    else this.session.notices.brief(this.session.t(direction > 0 ? "last_evidence" : "first_evidence"));
  }

  /** Decides on the selected verdict and goes on to the next undecided one. */
  decide(decision: Pick<Decision, "outcome" | "true_state" | "reason">): void {
    const code = this.session.cursor?.code;
    if (!code || this.session.readonly) return;
    const same =
      decision.outcome !== "overturned" && this.session.verdict(code)?.decision?.outcome === decision.outcome;
    if (!same) this.record(code, decision);
    this.goOn(code);
  }

  /** Confirms every undecided verdict that was looked at; goes to the first that was not. */
  confirmSeen(): void {
    if (this.session.readonly) return;
    const open = undecided(this.session.verdicts);
    const seen = open.filter((each) => this.session.seen.has(each.code));
    for (const each of seen) this.record(each.code, { outcome: "confirmed", true_state: null, reason: null });
    const unseen = open.length - seen.length;
    this.session.notices.brief(
      this.session.t(unseen ? "confirmed_seen" : "confirmed_rest", { count: seen.length, unseen }),
    );
    this.goOn(null);
  }

  private record(code: string, decision: Pick<Decision, "outcome" | "true_state" | "reason">): void {
    const { session } = this;
    const body = { code, ...decision };
    session.perform({ method: "POST", path: `${session.path}/decisions`, body, kind: "decide", ref: code });
    this.decided.push(code);
    session.overturning = null;
    session.emit("verdicts", "score");
  }

  /** To the first undecided verdict after `code`, else on to the scorecard. */
  goOn(code: string | null): void {
    const next = nextUndecided(this.session.verdicts, code);
    if (next) this.selectVerdict(next.code);
    else this.done();
  }

  /** Withdraws the decision on a verdict; without a code, the one made last. */
  undo(code?: string): void {
    const target = code ?? this.decided.pop();
    const verdict = this.session.verdict(target);
    if (!target || !verdict?.decision || this.session.readonly) return;
    const { session } = this;
    const path = `${session.path}/decisions/${encodeURIComponent(target)}`;
    session.perform({ method: "DELETE", path, body: undefined, kind: "withdraw", ref: target });
    session.emit("verdicts", "score");
    this.selectVerdict(target, 0, false);
    session.notices.brief(session.t("withdrawn", { name: verdict.name }));
  }
}

/** What an overturned verdict most likely is instead. */
export function likelyTruth(state: State): State {
  return state === "pass" ? "fail" : "pass";
}
