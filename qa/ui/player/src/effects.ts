/** What each thing that is sent to the server does to the page at once; also done again for what waits after a crash. */

import type { Entry } from "./outbox";
import type { Annotation, CallPage, Correction, Decision } from "./types";

export function apply(page: CallPage, entry: Omit<Entry, "id">): void {
  switch (entry.kind) {
    case "decide":
      return decide(page, entry.ref, entry.body as Decision);
    case "withdraw":
      return decide(page, entry.ref, null);
    case "annotate":
      page.annotations.push({ ...(entry.body as Omit<Annotation, "id">), id: entry.ref });
      page.annotations.sort((a, b) => a.start - b.start);
      return;
    case "edit_annotation":
      Object.assign(page.annotations.find((each) => each.id === entry.ref) ?? {}, entry.body);
      return;
    case "delete_annotation":
      page.annotations = page.annotations.filter((each) => each.id !== entry.ref);
      return;
    case "case": {
      const annotation = page.annotations.find((each) => each.id === entry.ref);
      if (annotation) annotation.case_id = "pending";
      return;
    }
    case "correct": {
      const { turn, ...correction } = entry.body as Correction & { turn: number };
      page.turns.find((each) => each.i === turn)?.corrections.push(correction);
    }
  }
}

function decide(page: CallPage, code: string, decision: Decision | null): void {
  const verdict = page.verdicts.find((each) => each.code === code);
  if (verdict) verdict.decision = decision;
}
