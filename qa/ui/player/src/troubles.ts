/** What the inspector is told when the server could not take something, and the way out. */

import { ApiError, field } from "./api";
import type { Entry } from "./outbox";
import type { Session } from "./session";
import { timeOfDay } from "./time";
import type { ServerDraft } from "./types";

export class Troubles {
  constructor(
    private readonly session: () => Session,
    private readonly leave: () => void,
  ) {}

  /** @param entry what was refused; null when the draft, or everything, is concerned */
  readonly tell = (error: ApiError, entry: Entry | null): void => {
    const session = this.session();
    const { t } = session;
    const retry = { label: t("retry"), run: () => this.retry() };
    const back = { label: t("to_queue"), run: this.leave };
    switch (error.trouble) {
      case "unreachable":
        return session.notices.tell({
          id: "unreachable",
          kind: "warning",
          text: t("trouble_unreachable"),
          actions: [retry],
        });
      case "signed_out":
        return session.notices.tell({
          id: "signed_out",
          kind: "error",
          text: t("trouble_signed_out"),
          actions: [{ label: t("sign_in"), run: () => this.signIn() }, retry],
        });
      case "claim":
        return session.notices.tell({
          id: "claim",
          kind: "error",
          text: t("trouble_claim"),
          detail: this.words(error),
          actions: [retry, back],
        });
      case "gone":
        if (!entry)
          return session.notices.tell({
            id: "gone",
            kind: "error",
            text: t("trouble_gone"),
            detail: this.words(error),
            actions: [retry, back],
          });
        return this.refused(error, entry);
      case "conflict":
        return entry ? this.refused(error, entry) : void this.conflict();
      case "refused":
        return entry
          ? this.refused(error, entry)
          : session.notices.tell({
              id: "draft",
              kind: "error",
              text: t("trouble_draft"),
              detail: this.words(error),
              actions: [retry],
            });
    }
  };

  private words(error: ApiError): string {
    const own = error.words[this.session().language] || error.words.zh;
    return [own, error.words.fix].filter(Boolean).join(" → ") || `${error.status} ${error.code}`.trim();
  }

  private signIn(): void {
    window.open(`${this.session().around.base}/sign-in`, "_blank", "noopener");
  }

  private retry(): void {
    const { draft, outbox, notices } = this.session();
    notices.dismiss("unreachable", "signed_out", "claim", "gone", "draft");
    void draft.save();
    void outbox.flush();
  }

  private refused(error: ApiError, entry: Entry): void {
    const { notices, outbox, t } = this.session();
    const id = `refused-${entry.id}`;
    const answer = (label: string, act: () => void): { label: string; run: () => void } => ({
      label,
      run: () => {
        notices.dismiss(id);
        act();
      },
    });
    const text = t("trouble_refused", { what: t(`kind_${entry.kind as "decide"}`), why: this.words(error) });
    notices.tell({
      id,
      kind: "error",
      text,
      detail: contents(entry),
      actions: [
        answer(t("retry"), () => outbox.retry(entry.id)),
        answer(t("give_up"), () => outbox.drop(entry.id)),
      ],
    });
  }

  /** Another window saved the same scorecard: the person chooses. */
  private async conflict(): Promise<void> {
    const session = this.session();
    try {
      const page = await session.around.send("GET", session.path);
      const server = field(page, "draft") as ServerDraft | null;
      if (server) this.choose(server, "trouble_conflict");
    } catch (error) {
      if (error instanceof ApiError) this.tell(error, null);
    }
  }

  choose(server: ServerDraft, text: "trouble_conflict" | "trouble_stray"): void {
    const { draft, notices, t } = this.session();
    const done = (act: () => void) => (): void => {
      notices.dismiss("conflict");
      act();
    };
    const mine = (): void => {
      if (draft.stray) draft.adopt(draft.stray);
      draft.insist(server.revision);
    };
    const at = server.saved_at ? timeOfDay(new Date(server.saved_at)) : "?";
    notices.tell({
      id: "conflict",
      kind: "error",
      text: t(text, { at }),
      actions: [
        { label: t("use_mine"), run: done(mine) },
        { label: t("use_theirs"), run: done(() => draft.yield(server)) },
      ],
    });
  }
}

/** What a refused thing says, so that it can be copied from the notice. */
function contents(entry: Entry): string {
  const texts = ["text", "reason", "lesson", "better"].map((name) => field(entry.body, name));
  return texts.filter((each): each is string => typeof each === "string" && each !== "").join(" · ");
}
