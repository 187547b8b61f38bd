/** What is drawn over the waveform: silences, overtalk, evidence, annotations. */

import type { Translate } from "./texts";
import type { CallPage, Role, Verdict } from "./types";
import { isQuestion } from "./verdicts";

export interface Mark {
  id: string;
  kind: "silence" | "overtalk" | "hit" | "annotation";
  start: number;
  end: number;
  label: string;
  /** 0 above, 1 below; null over both. */
  channel: number | null;
  /** What a click selects: a verdict's code, an annotation's id. */
  ref: string;
  index: number;
}

export function channelOf(role: Role | null | undefined, channels: number): number | null {
  if (channels < 2) return null;
  return role === "agent" ? 0 : role === "customer" ? 1 : null;
}

/** Everything that lies below the annotations and never changes while a call is open. */
export function fixedMarks(page: CallPage, verdicts: readonly Verdict[], t: Translate): Mark[] {
  const none = { channel: null, ref: "", index: 0 };
  const silences = page.silences.map(([start, end, announced], i): Mark => {
    const seconds = Math.round(end - start);
    return {
      ...none,
      id: `silence-${i}`,
      kind: "silence",
      start,
      end,
      label: t(announced ? "wait_of" : "silence_of", { seconds }),
    };
  });
  const overtalk = page.overtalk.map(([start, end], i): Mark => ({
    ...none,
    id: `overtalk-${i}`,
    kind: "overtalk",
    start,
    end,
    label: t("overtalk"),
  }));
  return [
    ...silences,
    ...overtalk,
    ...verdicts.filter(isQuestion).flatMap((verdict) => hitMarks(page, verdict)),
  ];
}

function hitMarks(page: CallPage, verdict: Verdict): Mark[] {
  return verdict.evidence.flatMap((evidence, index): Mark[] => {
    if (evidence.start == null) return [];
    const end = Math.max(evidence.end ?? evidence.start, evidence.start + 0.2);
    const channel = channelOf(evidence.role, page.channels);
    return [
      {
        id: `hit-${verdict.code}-${index}`,
        kind: "hit",
        start: evidence.start,
        end,
        label: verdict.name,
        channel,
        ref: verdict.code,
        index,
      },
    ];
  });
}

export function annotationMarks(page: CallPage, t: Translate): Mark[] {
  return page.annotations.map((each): Mark => ({
    id: `annotation-${each.id}`,
    kind: "annotation",
    start: each.start,
    end: Math.max(each.end, each.start + 0.2),
    label: each.text || t("annotation"),
    channel: channelOf(each.role, page.channels),
    ref: each.id,
    index: 0,
  }));
}
