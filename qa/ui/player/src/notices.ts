/** What the inspector is told: what happened, in words, and what to do about it. */

export interface Notice {
  id: string;
  kind: "error" | "warning" | "info";
  text: string;
  /** A second, smaller line, such as what exactly was not saved. */
  detail?: string;
  actions: { label: string; run: () => void }[];
}

const BRIEF_MS = 2_500;

export class Notices {
  readonly list: Notice[] = [];
  /** A word in passing that needs no answer. */
  passing = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  /** Shows a notice; one with the same id is replaced. */
  tell(notice: Notice): void {
    const at = this.list.findIndex((each) => each.id === notice.id);
    if (at < 0) this.list.push(notice);
    else this.list[at] = notice;
    this.changed();
  }

  dismiss(...ids: string[]): void {
    const kept = this.list.filter((each) => !ids.includes(each.id));
    if (kept.length === this.list.length) return;
    this.list.splice(0, this.list.length, ...kept);
    this.changed();
  }

  brief(text: string): void {
    clearTimeout(this.timer);
    this.passing = text;
    this.timer = setTimeout(() => this.brief(""), BRIEF_MS);
    if (!text) clearTimeout(this.timer);
    this.changed();
  }

  close(): void {
    clearTimeout(this.timer);
  }
}
