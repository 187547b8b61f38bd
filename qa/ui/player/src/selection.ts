/** From the browser's text selection to places in turns. */

export interface Place {
  turn: number;
  offset: number;
}

export interface TextRange {
  from: Place;
  to: Place;
  collapsed: boolean;
  /** The piece of text where the selection begins. */
  element: HTMLElement | null;
}

/** What is selected inside `container`; null when the selection is elsewhere. */
export function rangeIn(container: HTMLElement): TextRange | null {
  const root = container.getRootNode() as ShadowRoot & { getSelection?: () => Selection | null };
  const selection = root.getSelection?.() ?? document.getSelection();
  if (!selection?.anchorNode || !selection.focusNode || !container.contains(selection.anchorNode))
    return null;
  const anchor = placeOf(selection.anchorNode, selection.anchorOffset);
  const focus = placeOf(selection.focusNode, selection.focusOffset) ?? anchor;
  if (!anchor || !focus) return null;
  const forward = anchor.turn < focus.turn || (anchor.turn === focus.turn && anchor.offset <= focus.offset);
  const [from, to] = forward ? [anchor, focus] : [focus, anchor];
  const collapsed = from.turn === to.turn && from.offset === to.offset;
  return { from, to, collapsed, element: pieceOf(selection.anchorNode) };
}

function pieceOf(node: Node): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-start]") ?? null;
}

function placeOf(node: Node, offset: number): Place | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  const row = element?.closest<HTMLElement>(".turn");
  if (!row) return null;
  const turn = Number(row.dataset.i);
  const piece = pieceOf(node);
  if (!piece) return { turn, offset: offset ? lastOffset(row) : 0 };
  const start = Number(piece.dataset.start);
  const end = Number(piece.dataset.end);
  const inside = node.nodeType === Node.TEXT_NODE ? offset : offset ? Infinity : 0;
  const corrected = piece.classList.contains("corrected");
  return { turn, offset: corrected ? (inside ? end : start) : Math.min(start + inside, end) };
}

function lastOffset(row: HTMLElement): number {
  return Number([...row.querySelectorAll<HTMLElement>("[data-end]")].at(-1)?.dataset.end ?? 0);
}
