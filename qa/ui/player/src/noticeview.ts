/** Shows what the inspector is told, above everything else. */

import { button, fill, h } from "./dom";
import type { Notice } from "./notices";
import type { Session } from "./session";

export function noticeView(session: Session): HTMLElement {
  const list = h("div", { class: "notices", role: "alert" });
  const passing = h("div", { class: "passing", role: "status", "aria-live": "polite" });
  let shown = new Map<string, HTMLElement>();
  const draw = (): void => {
    const { notices } = session;
    passing.textContent = notices.passing;
    passing.hidden = !notices.passing;
    const now = new Map(notices.list.map((notice) => [looks(notice), notice]));
    // What is told again stays as it is: under the mouse, in focus, and not read aloud twice.
    if ([...now.keys()].join() === [...shown.keys()].join()) return;
    shown = new Map([...now].map(([key, notice]) => [key, shown.get(key) ?? box(session, notice)]));
    fill(list, ...shown.values());
  };
  session.on(["notices"], draw);
  draw();
  return h("div", { class: "notice-area" }, list, passing);
}

function looks({ id, kind, text, detail, actions }: Notice): string {
  return JSON.stringify([id, kind, text, detail, actions.map((action) => action.label)]);
}

function box({ notices }: Session, notice: Notice): HTMLElement {
  const act = (at: number): void => notices.list.find((each) => each.id === notice.id)?.actions[at]?.run();
  return h(
    "div",
    { class: `notice ${notice.kind}` },
    h(
      "div",
      {},
      h("p", { dir: "auto" }, notice.text),
      notice.detail ? h("p", { class: "detail", dir: "auto" }, notice.detail) : null,
    ),
    ...notice.actions.map((action, at) => button(action.label, () => act(at))),
  );
}
