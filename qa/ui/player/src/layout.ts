/** The three columns below the sound: transcript, evidence and annotations in two tabs, scorecard. */

import { button, h } from "./dom";
import type { Notes } from "./notes";
import type { Rail } from "./rail";
import type { Scorecard } from "./scorecard";
import type { Session } from "./session";
import type { Transcript } from "./transcript";

export interface Parts {
  session: Session;
  transcript: Transcript;
  rail: Rail;
  notes: Notes;
  scorecard: Scorecard;
}

export function columns(parts: Parts): HTMLElement {
  return h("div", { class: "columns" }, parts.transcript.element, middle(parts), parts.scorecard.element);
}

function middle({ session, rail, notes }: Parts): HTMLElement {
  const { t } = session;
  const tabs = [
    { name: t("evidence"), count: rail.heading, panel: rail.element },
    { name: t("annotations"), count: notes.count, panel: notes.element },
  ];
  const buttons = tabs.map(({ name, count }, i) =>
    button(name, () => show(i), { class: "tab" }, name, count),
  );
  const show = (index: number): void => {
    tabs.forEach(({ panel }, i) => (panel.hidden = i !== index));
    buttons.forEach((each, i) => each.setAttribute("aria-selected", String(i === index)));
  };
  for (const each of buttons) each.setAttribute("role", "tab");
  show(0);
  const element = h(
    "section",
    { class: "column middle active", "aria-label": t("evidence") },
    h("header", { class: "column-head", role: "tablist" }, ...buttons),
    notes.formPlace,
    ...tabs.map(({ panel }) => panel),
  );
  session.on(["focus"], () => element.classList.toggle("active", session.focus === "evidence"));
  session.on(["cursor"], () => show(0));
  return element;
}
