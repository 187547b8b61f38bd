/** What each command of the keyboard does, by where the inspector is at the moment. */

import { takesText } from "./dom";
import { commandFor, nameOf, type Command } from "./keys";
import { LEAD_IN } from "./playback";
import type { CallView } from "./view";

/** Listens to the whole page's keys, before Streamlit does. Returns how to stop. */
export function listen(view: () => CallView | null): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const current = view();
    if (!current || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    const ours = current.element.contains(target as Node);
    if (!ours && target instanceof HTMLElement && belongsOutside(target, event.key)) return;
    const command = commandFor(event, takesText(target));
    if (!command || (!takesText(target) && belongsToFocus(target, event))) return;
    if (!current.run(command, nameOf(event))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", onKey, true);
  return () => window.removeEventListener("keydown", onKey, true);
}

/** Fields and dialogs of the page around keep all keys; its buttons and links all but letters. */
function belongsOutside(target: HTMLElement, key: string): boolean {
  if (takesText(target) || target.closest("[role=dialog]")) return true;
  return (
    target.matches("button, a, summary, [role=button], [role=tab], [role=menuitem]") && !/^[a-z]$/i.test(key)
  );
}

/** Space and Enter press the button that has the focus. */
function belongsToFocus(target: EventTarget | undefined, event: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey) return false;
  return (event.key === " " || event.key === "Enter") && target.matches("button, a[href], summary, input");
}

type Action = (view: CallView, key: string) => void | boolean;

/** Returns false where the key is not used, so that the browser gets it. */
export const ACTIONS: Record<Command, Action> = {
  play: ({ player }) => player.toggle(),
  back: (view) => sideways(view, -1),
  forward: (view) => sideways(view, 1),
  back5: ({ player }) => player.seek(player.time - 5),
  forward5: ({ player }) => player.seek(player.time + 5),
  slower: ({ transport }) => transport.speed(-1),
  faster: ({ transport }) => transport.speed(1),
  loop: (view) => view.loop(),
  skip: ({ transport }) => transport.toggle("skipSilences"),
  only: (view) => view.onlyEvidence(),
  zoomIn: (view) => view.zoom(1),
  zoomOut: (view) => view.zoom(-1),
  next: ({ walk }) => walk.step(1),
  previous: ({ walk }) => walk.step(-1),
  confirm: ({ walk }) => walk.decide({ outcome: "confirmed", true_state: null, reason: null }),
  confirmAll: ({ walk }) => walk.confirmSeen(),
  overturn: ({ rail }) => rail.overturn(),
  cannotJudge: ({ walk }) => walk.decide({ outcome: "cannot_judge", true_state: null, reason: null }),
  undo: ({ walk }) => walk.undo(),
  annotate: (view) => view.annotate(),
  correct: (view) => view.correct(),
  raw: ({ transcript }) => transcript.toggleRaw(),
  score: ({ session, scoring, walk }) => (session.focus === "score" ? walk.goOn(null) : scoring.select(null)),
  comment: ({ scorecard }) => scorecard.comment(),
  up: (view) => upDown(view, -1),
  down: (view) => upDown(view, 1),
  enter: (view) => view.proceed(),
  submit: (view) => view.submit(),
  help: ({ help }) => help.toggle(),
  escape: (view) => view.escape(),
  digit: (view, key) => digit(view, Number(key)),
};

function sideways({ session, rail, scoring, player }: CallView, direction: 1 | -1): void {
  if (rail.overturning) rail.overturning.turn(direction);
  else if (session.focus === "score") scoring.nudge(direction);
  else player.seek(player.time + direction * 2);
}

function upDown({ session, scoring }: CallView, direction: 1 | -1): boolean {
  if (session.focus !== "score") return false;
  scoring.move(direction);
  return true;
}

function digit({ session, rail, scoring }: CallView, value: number): boolean {
  if (rail.overturning) rail.overturning.digit(value);
  else if (session.focus === "score") scoring.digit(value);
  else return false;
  return true;
}

/** What a loop goes round: the selection, else the evidence in hand, else the turn being heard. */
export function loopSpan({ session, transcript }: CallView): readonly [number, number] | null {
  const { selection, cursor } = session;
  if (selection) return [selection.start, Math.max(selection.end, selection.start + 0.3)];
  if (cursor?.start != null) return [Math.max(0, cursor.start - LEAD_IN), (cursor.end ?? cursor.start) + 0.5];
  const turn = transcript.currentTurn;
  return turn && [turn.start, turn.end];
}
