/** A field in the middle of a turn to write what was really said. */

import { fill, h } from "./dom";
import type { Translate } from "./texts";

export function correctionField(
  body: HTMLElement,
  text: string,
  start: number,
  end: number,
  t: Translate,
  save: (text: string) => void,
  cancel: () => void,
): void {
  const original = text.slice(start, end);
  const input = h("input", {
    class: "correction",
    value: original,
    "aria-label": t("correct_word", { text: original }),
    maxlength: 500,
  });
  input.style.width = `${Math.max(4, original.length + 2) * 1.1}em`;
  let open = true;
  const finish = (action: () => void): void => {
    if (!open) return;
    open = false;
    action();
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") finish(() => save(input.value.trim()));
    else if (event.key === "Escape") finish(cancel);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", () => finish(() => save(input.value.trim())));
  fill(body, h("span", {}, text.slice(0, start)), input, h("span", {}, text.slice(end)));
  input.focus();
  input.select();
}
