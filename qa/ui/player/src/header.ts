/** Who called whom, when, and why the call is in the queue. */

import { button, h } from "./dom";
import type { Session } from "./session";
import { termOf } from "./texts";
import { clock, timeOfDay } from "./time";

export interface HeaderEvents {
  help(): void;
  language(): void;
  handBack(): void;
}

export function header(session: Session, events: HeaderEvents): HTMLElement {
  const { t } = session;
  const { call, claim } = session.page;
  const fact = (name: string, value: string | null | undefined): HTMLElement | false =>
    value
      ? h(
          "span",
          { class: "fact" },
          h("span", { class: "fact-name" }, name),
          h("span", { dir: "auto" }, value),
        )
      : false;
  const reasons = (call.plan?.reasons ?? []).map((reason) => termOf(t, "flag", reason)).join("、");
  const plan =
    call.plan && call.plan.kind !== "none"
      ? h("span", { class: `chip plan ${call.plan.kind}`, title: reasons }, termOf(t, "plan", call.plan.kind))
      : false;
  const until = claim ? new Date(claim.until) : null;
  return h(
    "header",
    { class: "call-head" },
    h("h1", { dir: "auto" }, call.call_id),
    plan,
    ...call.flags.map((flag) =>
      h("span", { class: `chip flag ${flag === "fatal" ? "fatal" : ""}` }, termOf(t, "flag", flag)),
    ),
    h(
      "div",
      { class: "facts" },
      fact(t("agent"), [call.agent_name ?? call.agent_id, call.team].filter(Boolean).join(" · ")),
      fact(t("customer"), [call.customer_name, call.tier].filter(Boolean).join(" · ")),
      fact(t("line"), termOf(t, "line", call.line)),
      fact(t("started"), when(call.started_at)),
      fact(t("duration"), call.duration_s === null ? null : clock(call.duration_s)),
      fact(t("rating"), termOf(t, "satisfaction", call.satisfaction)),
      fact(t("ended_by"), termOf(t, "ended", call.ended_by)),
      claim && until && !Number.isNaN(until.getTime())
        ? fact(t("claimed"), t("claim_until", { at: timeOfDay(until).slice(0, 5) }))
        : false,
    ),
    !session.page.readonly &&
      button(t("hand_back"), () => events.handBack(), { class: "link", title: t("hand_back_title") }),
    button(session.language === "zh" ? "EN" : "中文", () => events.language(), {
      class: "link",
      title: t("switch_language"),
    }),
    button("?", () => events.help(), { class: "button round", title: t("help_help") }),
  );
}

/** Month, day and time as the clocks of the call centre showed them, whatever the browser's zone. */
function when(iso: string): string {
  const parts = /^\d+-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso);
  return parts ? `${Number(parts[1])}-${parts[2]} ${parts[3]}` : iso;
}
