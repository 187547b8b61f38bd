/** The form of an annotation; a tick more and it is a case of the casebook too. */

import { button, fill, h } from "./dom";
import type { Session } from "./session";
import { clock } from "./time";
import type { Annotation, Category, Quality } from "./types";

export interface NoteValues {
  annotation: { text: string; tags: string[]; quality: Quality };
  case: { category: string; lesson: string; better: string } | null;
}

/** The tree's leaves and branches in order, each with its depth. */
export function flattened(
  categories: readonly Category[],
  depth = 0,
): { id: string; name: string; depth: number }[] {
  return categories.flatMap((each) => [
    { id: String(each.id), name: each.name, depth },
    ...flattened(each.children ?? [], depth + 1),
  ]);
}

/** Tags from a line of text: by commas or spaces, each once. */
export function tagsOf(line: string): string[] {
  return [...new Set(line.split(/[\s,，、;；#]+/).filter(Boolean))];
}

export class NoteForm {
  readonly element: HTMLFormElement;
  private readonly text: HTMLTextAreaElement;
  private readonly tags: HTMLInputElement;
  private readonly asCase: HTMLInputElement;
  private readonly category: HTMLSelectElement;
  private readonly lesson: HTMLTextAreaElement;
  private readonly better: HTMLTextAreaElement;
  private readonly caseFields: HTMLElement;
  private readonly qualities = h("div", { class: "segments", role: "group" });
  private readonly warning = h("p", { class: "form-warning", role: "alert" });
  private quality: Quality;

  constructor(
    private readonly session: Session,
    annotation: Omit<Annotation, "id">,
    asCase: boolean,
    private readonly save: (values: NoteValues) => void,
    cancel: () => void,
  ) {
    const { t, page } = session;
    this.quality = annotation.quality;
    this.text = h(
      "textarea",
      { rows: 2, placeholder: t("annotation_text"), "aria-label": t("annotation_text"), maxlength: 4000 },
      annotation.text,
    );
    this.tags = h("input", {
      placeholder: t("tags"),
      "aria-label": t("tags"),
      value: annotation.tags.join(" "),
    });
    this.asCase = h("input", { type: "checkbox", checked: asCase, onchange: () => this.draw() });
    this.category = h(
      "select",
      { "aria-label": t("category") },
      ...flattened(page.categories).map((each) =>
        h("option", { value: each.id }, `${"　".repeat(each.depth)}${each.name}`),
      ),
    );
    this.lesson = h("textarea", {
      rows: 2,
      placeholder: t("lesson"),
      "aria-label": t("lesson"),
      maxlength: 4000,
    });
    this.better = h("textarea", {
      rows: 2,
      placeholder: t("better"),
      "aria-label": t("better"),
      maxlength: 4000,
    });
    this.caseFields = h("div", { class: "case-fields" }, this.category, this.lesson, this.better);
    const quote = page.turns
      .filter((turn) => turn.end > annotation.start && turn.start < annotation.end)
      .map((turn) => turn.text)
      .join(" ");
    this.element = h(
      "form",
      {
        class: "note-form",
        "aria-label": t("annotation"),
        onsubmit: (event: Event) => this.submitted(event),
      },
      h(
        "header",
        {},
        h("strong", {}, `${clock(annotation.start)}–${clock(annotation.end)}`),
        h("span", { class: "quote", dir: "auto" }, quote),
      ),
      this.text,
      h("div", { class: "note-line" }, this.qualities, this.tags),
      page.categories.length > 0 && h("label", { class: "note-line" }, this.asCase, t("also_case")),
      this.caseFields,
      this.warning,
      h(
        "footer",
        {},
        button(t("cancel"), cancel, { class: "link", key: "Esc" }),
        h("button", { type: "submit", class: "button primary", title: "[Ctrl+Enter]" }, t("save")),
      ),
    );
    this.draw();
  }

  private draw(): void {
    const { t } = this.session;
    this.caseFields.hidden = !this.asCase.checked;
    const pick = (quality: Quality): void => {
      this.quality = this.quality === quality ? null : quality;
      this.draw();
    };
    fill(
      this.qualities,
      ...(["good", "bad"] as const).map((each) =>
        button(t(each), () => pick(each), { pressed: this.quality === each }),
      ),
    );
  }

  focus(): void {
    this.text.focus();
  }

  submit(): void {
    this.element.requestSubmit();
  }

  private submitted(event: Event): void {
    event.preventDefault();
    const { t } = this.session;
    const asCase = this.asCase.checked;
    const text = this.text.value.trim() || (asCase ? this.lesson.value.trim() : "");
    if (!text) return this.warn(t("annotation_empty"));
    if (asCase && !this.quality) return this.warn(t("case_quality"));
    const found = {
      category: this.category.value,
      lesson: this.lesson.value.trim() || text,
      better: this.better.value.trim(),
    };
    this.save({
      annotation: { text, tags: tagsOf(this.tags.value), quality: this.quality },
      case: asCase ? found : null,
    });
  }

  private warn(text: string): void {
    this.warning.textContent = text;
    this.text.focus();
  }
}
