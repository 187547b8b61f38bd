/** Annotations: the list, and what is done with them. */

import { button, fill, h } from "./dom";
import { NoteForm, type NoteValues } from "./noteform";
import type { Session } from "./session";
import { clock } from "./time";
import type { Annotation } from "./types";

/** A name that a thing has until the server gives it one. */
function provisional(): string {
  return `new-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

export interface NotesEvents {
  play(annotation: { start: number; end: number }): void;
  /** Shows or hides the form's place. */
  open(open: boolean): void;
}

export class Notes {
  readonly element: HTMLElement;
  readonly count = h("span", { class: "count" });
  readonly formPlace = h("div", { class: "note-place", hidden: true });
  private readonly list = h("div", { class: "cards", role: "list" });
  private form: NoteForm | null = null;

  constructor(
    private readonly session: Session,
    private readonly events: NotesEvents,
  ) {
    this.element = h("section", { class: "tab-panel", "aria-label": session.t("annotations") }, this.list);
    session.on(["annotations", "phase"], () => this.draw());
    this.draw();
  }

  private draw(): void {
    const { session } = this;
    const all = session.page.annotations;
    this.count.textContent = all.length ? String(all.length) : "";
    fill(this.list, ...all.map((each) => this.card(each)));
    if (!all.length) this.list.append(h("p", { class: "empty" }, session.t("no_annotations")));
  }

  private card(annotation: Annotation): HTMLElement {
    const { session } = this;
    const { t } = session;
    const tags = annotation.tags.map((tag) => h("span", { class: "chip" }, tag));
    const quality =
      annotation.quality && h("span", { class: `chip ${annotation.quality}` }, t(annotation.quality));
    const filed = annotation.case_id != null && h("span", { class: "chip" }, t("in_casebook"));
    const at = button(
      `▶ ${clock(annotation.start)}–${clock(annotation.end)}`,
      () => this.events.play(annotation),
      { class: "at", title: t("play_from", { time: clock(annotation.start) }) },
    );
    const actions = session.page.readonly
      ? []
      : [
          button(t("edit"), () => this.edit(annotation, false), { class: "link" }),
          !filed && button(t("file_case"), () => this.edit(annotation, true), { class: "link" }),
          button(t("delete"), () => this.remove(annotation), { class: "link" }),
        ];
    return h(
      "article",
      { class: "card note", role: "listitem" },
      h("header", {}, at, quality, ...tags, filed),
      h("p", { dir: "auto" }, annotation.text),
      h("footer", {}, h("span", { class: "by" }, annotation.by ?? ""), ...actions),
    );
  }

  /** Opens the form for a new annotation on a span. */
  write(span: { start: number; end: number; role: Annotation["role"] }): void {
    if (this.session.page.readonly) return;
    this.show({ ...span, text: "", tags: [], quality: null }, false, (values) => this.add(span, values));
  }

  edit(annotation: Annotation, asCase: boolean): void {
    this.show(annotation, asCase, (values) => this.change(annotation, values));
  }

  private show(
    annotation: Omit<Annotation, "id">,
    asCase: boolean,
    save: (values: NoteValues) => void,
  ): void {
    const close = (): void => this.close();
    const done = (values: NoteValues): void => {
      save(values);
      close();
    };
    this.form = new NoteForm(this.session, annotation, asCase, done, close);
    fill(this.formPlace, this.form.element);
    this.formPlace.hidden = false;
    this.events.open(true);
    this.form.focus();
  }

  get isOpen(): boolean {
    return this.form !== null;
  }

  submit(): void {
    this.form?.submit();
  }

  close(): void {
    this.form = null;
    this.formPlace.hidden = true;
    this.formPlace.replaceChildren();
    this.events.open(false);
  }

  private add(span: { start: number; end: number; role: Annotation["role"] }, values: NoteValues): void {
    const { session } = this;
    const ref = provisional();
    const body = { start: round(span.start), end: round(span.end), role: span.role, ...values.annotation };
    session.perform({ method: "POST", path: `${session.path}/annotations`, body, kind: "annotate", ref });
    this.file(ref, body, values);
    session.select(null);
  }

  private change(annotation: Annotation, values: NoteValues): void {
    const { session } = this;
    const { id } = annotation;
    const path = `${session.path}/annotations/${encodeURIComponent(id)}`;
    session.perform({ method: "PATCH", path, body: values.annotation, kind: "edit_annotation", ref: id });
    this.file(id, annotation, values);
  }

  private file(ref: string, span: { start: number; end: number }, values: NoteValues): void {
    const { session } = this;
    if (values.case) {
      const { annotation } = values;
      const body = {
        call_id: session.page.call.call_id,
        annotation_id: ref,
        start: span.start,
        end: span.end,
        quality: annotation.quality,
        tags: annotation.tags,
        ...values.case,
      };
      session.perform({ method: "POST", path: "/api/cases", body, kind: "case", ref });
    }
    session.emit("annotations");
  }

  private remove(annotation: Annotation): void {
    const { session } = this;
    const path = `${session.path}/annotations/${encodeURIComponent(annotation.id)}`;
    session.perform({
      method: "DELETE",
      path,
      body: undefined,
      kind: "delete_annotation",
      ref: annotation.id,
    });
    session.emit("annotations");
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
