/** Why a verdict is wrong, and what is true instead: one digit for the common reasons, or words. */

import { button, fill, h } from "./dom";
import { likelyTruth } from "./evidence";
import { termOf, type TextKey, type Translate } from "./texts";
import type { State, Verdict } from "./types";

const STATES: readonly State[] = ["pass", "fail", "undetermined", "not_applicable"];
const REASONS: readonly TextKey[] = [
  "reason_misheard",
  "reason_context",
  "reason_speaker",
  "reason_exception",
  "reason_strict",
];

export interface OverturnForm {
  element: HTMLElement;
  /** A key while the form is open and no field has the focus; true when it was used. */
  digit(digit: number): void;
  turn(direction: 1 | -1): void;
  /** Into the text field. */
  write(): void;
}

export function overturnForm(
  verdict: Verdict,
  t: Translate,
  save: (truth: State, reason: string) => void,
  cancel: () => void,
): OverturnForm {
  const choices = STATES.filter((state) => state !== verdict.state);
  let truth = likelyTruth(verdict.state);
  const states = h("div", { class: "segments", role: "group", "aria-label": t("true_state") });
  const drawStates = (): void =>
    fill(
      states,
      ...choices.map((state) =>
        button(termOf(t, "state", state), () => choose(state), { pressed: state === truth }),
      ),
    );
  const choose = (state: State): void => {
    truth = state;
    drawStates();
  };
  const input = h("input", {
    class: "reason",
    placeholder: t("reason_own"),
    "aria-label": t("reason_own"),
    maxlength: 2000,
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Enter" || !input.value.trim()) return;
    event.preventDefault();
    event.stopPropagation();
    save(truth, input.value.trim());
  });
  drawStates();
  const reasons = REASONS.map((key, i) =>
    button(`${i + 1} ${t(key)}`, () => save(truth, t(key)), { title: t(key), key: String(i + 1) }),
  );
  const element = h(
    "div",
    { class: "overturn", role: "group", "aria-label": t("overturn") },
    h("div", { class: "overturn-line" }, h("span", {}, t("true_state")), states),
    h("div", { class: "reasons" }, ...reasons),
    h("div", { class: "overturn-line" }, input, button(t("cancel"), cancel, { class: "link", key: "Esc" })),
  );
  return {
    element,
    digit: (digit) => {
      const key = REASONS[digit - 1];
      if (key) save(truth, t(key));
    },
    turn: (direction) =>
      choose(choices[(choices.indexOf(truth) + direction + choices.length) % choices.length]!),
    write: () => input.focus(),
  };
}
