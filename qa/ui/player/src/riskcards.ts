/** How likely the customer was dissatisfied or will complain, and why. */

import { button, h } from "./dom";
import { percent, shownRisks, turnOf } from "./risks";
import type { Session } from "./session";
import { termOf } from "./texts";
import { clock } from "./time";
import type { Risk, RiskReason, RiskTarget, Turn } from "./types";
import { voiceCurve } from "./voicecurve";

/** A window at least this high has room for the reasons beside the verdicts. */
const ROOMY_PX = 900;

export interface RiskEvents {
  play(turn: Turn): void;
  seek(time: number): void;
}

/** A card for each risk; the first also shows how the customer's voice went. */
export function riskCards(session: Session, duration: number, events: RiskEvents): HTMLElement[] {
  const { page, t } = session;
  return shownRisks(page.risks).map(([target, risk], i) => {
    const curve = i === 0 && page.voice.length > 0 && voiceCurve(page.voice, duration, t, events.seek);
    return h(
      "details",
      { class: "risk", open: isOpen(session, target) },
      summary(session, target, risk),
      !risk.calibrated && h("p", { class: "hint" }, t("risk_rank_long")),
      h("ol", { class: "risk-reasons" }, ...risk.reasons.map((each) => reason(session, each, events))),
      curve,
    );
  });
}

function summary(session: Session, target: RiskTarget, risk: Risk): HTMLElement {
  const { t } = session;
  const value = risk.calibrated
    ? h("strong", { title: risk.model }, percent(risk.probability))
    : h("span", { class: "chip", title: `${t("risk_rank_long")} ${risk.model}` }, t("risk_rank"));
  const first = risk.reasons[0]?.[session.language];
  return h(
    "summary",
    { onclick: (event: MouseEvent) => remember(session, target, event) },
    h("span", { class: "risk-name" }, termOf(t, "risk", target)),
    value,
    first !== undefined && h("span", { class: "risk-first", dir: "auto" }, first),
  );
}

function reason(session: Session, each: RiskReason, events: RiskEvents): HTMLElement {
  const { t, language, page } = session;
  const words = h("span", { dir: "auto" }, each[language]);
  const turn = turnOf(each, page.turns);
  if (!turn) return h("li", {}, words);
  const time = clock(turn.start);
  const title = t("risk_from", { time, reason: each[language] });
  const at = h("span", { class: "at" }, `▶ ${time}`);
  return h(
    "li",
    {},
    button(title, () => events.play(turn), { class: "risk-reason" }, at, words),
  );
}

function keyOf(session: Session, target: RiskTarget): string {
  return `earmark.${session.around.user}.risks.${target}`;
}

/** As the inspector left it at the last call; at first by whether there is room. */
function isOpen(session: Session, target: RiskTarget): boolean {
  const left = session.around.shelf.read(keyOf(session, target));
  return typeof left === "boolean" ? left : window.innerHeight >= ROOMY_PX;
}

/** A click comes before the card opens or closes. */
function remember(session: Session, target: RiskTarget, event: MouseEvent): void {
  const { open } = (event.currentTarget as HTMLElement).parentElement as HTMLDetailsElement;
  session.around.shelf.write(keyOf(session, target), !open);
}
