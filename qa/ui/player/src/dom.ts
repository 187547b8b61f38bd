/** Building elements. Text always goes in as text: nothing here, or anywhere else, parses HTML. */

type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);

/** An element with attributes (`on…`: listeners; true: bare attribute; null, false: none) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return dressed(document.createElement(tag), attributes, children);
}

/** The same for a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return dressed(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function dressed<E extends Element>(element: E, attributes: Record<string, Value>, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** Replaces everything in an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function append(element: Element, children: Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** A button with a name for screen readers, and its key in the tooltip. */
export function button(
  label: string,
  onclick: (event: MouseEvent) => void,
  options: { title?: string; key?: string; class?: string; pressed?: boolean } = {},
  ...children: Child[]
): HTMLButtonElement {
  const title = [options.title ?? label, options.key ? `[${options.key}]` : ""].filter(Boolean).join(" ");
  return h(
    "button",
    {
      type: "button",
      class: options.class ?? "button",
      title,
      "aria-label": options.title ?? label,
      "aria-pressed": options.pressed === undefined ? null : String(options.pressed),
      onclick,
    },
    ...(children.length ? children : [label]),
  );
}

/** Whether keys typed at an element are text. */
export function takesText(element: EventTarget | null | undefined): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (
    element.isContentEditable ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  )
    return true;
  return (
    element instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(element.type)
  );
}

/** Frames until the rows of a place that was jumped to have their true heights. */
const SETTLING_FRAMES = 4;

/**
 * Scrolls `item` into the middle of `scroller` when it is not comfortably inside.
 *
 * Far away rows have guessed heights until they are drawn, so a long way is jumped, and looked at
 * again while the rows there are drawn.
 */
export function keepInView(scroller: HTMLElement, item: HTMLElement, smooth: boolean): void {
  const way = wayTo(scroller, item);
  const far = Math.abs(way) > scroller.clientHeight;
  if (way) scroller.scrollBy({ top: way, behavior: smooth && !far ? "smooth" : "instant" });
  if (far) settle(scroller, item, SETTLING_FRAMES);
}

function settle(scroller: HTMLElement, item: HTMLElement, frames: number): void {
  requestAnimationFrame(() => {
    const way = wayTo(scroller, item);
    if (way) scroller.scrollBy({ top: way, behavior: "instant" });
    if (frames > 1) settle(scroller, item, frames - 1);
  });
}

/** How far to scroll; 0 when the item is well inside. */
function wayTo(scroller: HTMLElement, item: HTMLElement): number {
  const frame = scroller.getBoundingClientRect();
  const box = item.getBoundingClientRect();
  const margin = Math.min(80, frame.height / 5);
  if (box.top >= frame.top + margin / 2 && box.bottom <= frame.bottom - margin) return 0;
  return box.top - frame.top - Math.max(margin, (frame.height - box.height) / 3);
}

/** Whether the person asked for less movement. */
export function prefersStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
