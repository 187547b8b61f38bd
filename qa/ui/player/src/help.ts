/** The overlay that lists every key. */

import { button, h } from "./dom";
import { BINDINGS } from "./keys";
import type { Translate } from "./texts";

export class Help {
  readonly element: HTMLElement;

  constructor(t: Translate) {
    const rows = BINDINGS.filter((binding) => binding.help).map((binding) =>
      h("div", { class: "help-row" }, h("kbd", {}, binding.label), h("span", {}, t(binding.help!))),
    );
    const submit = h(
      "div",
      { class: "help-row" },
      h("kbd", {}, "Ctrl Enter"),
      h("span", {}, t("help_submit")),
    );
    const panel = h(
      "div",
      { class: "help-panel", role: "dialog", "aria-modal": "true", "aria-label": t("keys") },
      h(
        "header",
        {},
        h("h2", {}, t("keys")),
        button("×", () => this.toggle(false), { class: "link", title: t("close") }),
      ),
      h("div", { class: "help-rows" }, ...rows, submit),
      h("p", { class: "hint" }, t("keys_hint")),
    );
    this.element = h("div", { class: "help", hidden: true, onclick: () => this.toggle(false) }, panel);
    panel.addEventListener("click", (event) => event.stopPropagation());
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  toggle(open = !this.open): void {
    this.element.hidden = !open;
  }
}
