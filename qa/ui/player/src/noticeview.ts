/** Shows what the inspector is told, above everything else. */

import { button, fill, h } from "./dom";
import type { Session } from "./session";

export function noticeView(session: Session): HTMLElement {
  const list = h("div", { class: "notices", role: "alert" });
  const passing = h("div", { class: "passing", role: "status", "aria-live": "polite" });
  const draw = (): void => {
    const { notices } = session;
    passing.textContent = notices.passing;
    passing.hidden = !notices.passing;
    fill(
      list,
      ...notices.list.map((notice) =>
        h(
          "div",
          { class: `notice ${notice.kind}` },
          h(
            "div",
            {},
            h("p", { dir: "auto" }, notice.text),
            notice.detail ? h("p", { class: "detail", dir: "auto" }, notice.detail) : null,
          ),
          ...notice.actions.map((action) => button(action.label, action.run)),
        ),
      ),
    );
  };
  session.on(["notices"], draw);
  draw();
  return h("div", { class: "notice-area" }, list, passing);
}
