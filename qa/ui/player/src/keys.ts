/** Which key does what. One table, also for the help overlay. */

import type { TextKey } from "./texts";

export type Command =
  | "play"
  | "back"
  | "forward"
  | "back5"
  | "forward5"
  | "slower"
  | "faster"
  | "loop"
  | "skip"
  | "only"
  | "zoomIn"
  | "zoomOut"
  | "next"
  | "previous"
  | "confirm"
  | "confirmAll"
  | "overturn"
  | "cannotJudge"
  | "undo"
  | "annotate"
  | "correct"
  | "raw"
  | "score"
  | "comment"
  | "up"
  | "down"
  | "enter"
  | "submit"
  | "help"
  | "escape"
  | "digit";

interface Binding {
  command: Command;
  /** As `KeyboardEvent.key`, letters small. */
  key: string;
  shift?: boolean;
  /** Shown in the help overlay. */
  label: string;
  help?: TextKey;
}

export const BINDINGS: readonly Binding[] = [
  { command: "play", key: " ", label: "Space", help: "help_play" },
  { command: "back5", key: "arrowleft", shift: true, label: "⇧ ←" },
  { command: "forward5", key: "arrowright", shift: true, label: "⇧ ← →", help: "help_five" },
  { command: "back", key: "arrowleft", label: "←" },
  { command: "forward", key: "arrowright", label: "← →", help: "help_two" },
  { command: "slower", key: "[", label: "[" },
  { command: "faster", key: "]", label: "[ ]", help: "help_speed" },
  { command: "loop", key: "l", label: "L", help: "help_loop" },
  { command: "skip", key: "s", label: "S", help: "help_skip" },
  { command: "only", key: "e", label: "E", help: "help_only" },
  { command: "zoomOut", key: "-", label: "-" },
  { command: "zoomIn", key: "+", label: "- +", help: "help_zoom" },
  { command: "zoomIn", key: "=", label: "=" },
  { command: "next", key: "n", label: "N", help: "help_next" },
  { command: "previous", key: "p", label: "P", help: "help_previous" },
  { command: "confirmAll", key: "c", shift: true, label: "⇧ C", help: "help_confirm_all" },
  { command: "confirm", key: "c", label: "C", help: "help_confirm" },
  { command: "overturn", key: "o", label: "O", help: "help_overturn" },
  { command: "cannotJudge", key: "u", label: "U", help: "help_cannot" },
  { command: "undo", key: "z", label: "Z", help: "help_undo" },
  { command: "annotate", key: "a", label: "A", help: "help_annotate" },
  { command: "correct", key: "w", label: "W", help: "help_correct" },
  { command: "raw", key: "v", label: "V", help: "help_raw" },
  { command: "score", key: "g", label: "G", help: "help_score" },
  { command: "digit", key: "0", label: "1–5 · 0", help: "help_digits" },
  { command: "down", key: "arrowdown", label: "↓" },
  { command: "up", key: "arrowup", label: "↑ ↓", help: "help_updown" },
  { command: "comment", key: "m", label: "M", help: "help_comment" },
  { command: "enter", key: "enter", label: "Enter", help: "help_enter" },
  { command: "help", key: "?", label: "?", help: "help_help" },
  { command: "escape", key: "escape", label: "Esc", help: "help_escape" },
];

/** The keys that a Chinese keyboard types for these. */
const FULL_WIDTH: Record<string, string> = {
  "？": "?",
  "【": "[",
  "】": "]",
  "「": "[",
  "」": "]",
  "＋": "+",
  "－": "-",
  "　": " ",
};

export interface Keystroke {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
}

/** The key's name, small; by its place on the keyboard where the layout is not Latin. */
export function nameOf(stroke: Keystroke): string {
  const key = FULL_WIDTH[stroke.key] ?? stroke.key;
  if (key.length === 1 && key.charCodeAt(0) > 127 && /^Key[A-Z]$/.test(stroke.code))
    return stroke.code.slice(3).toLowerCase();
  return key.toLowerCase();
}

/**
 * What a keystroke means; null when it is not ours.
 *
 * @param inText the focus is in a text field: only Escape and Ctrl+Enter are ours there
 */
export function commandFor(stroke: Keystroke, inText: boolean): Command | null {
  if (stroke.isComposing || stroke.altKey) return null;
  const key = nameOf(stroke);
  if (stroke.ctrlKey || stroke.metaKey) return key === "enter" && !stroke.shiftKey ? "submit" : null;
  if (inText) return key === "escape" ? "escape" : null;
  if (/^[0-9]$/.test(key)) return "digit";
  const candidates = BINDINGS.filter((binding) => binding.key === key);
  const shifted = candidates.find((binding) => binding.shift === stroke.shiftKey && stroke.shiftKey);
  if (shifted) return shifted.command;
  const printed = key.length === 1 && !/[a-z]/.test(key);
  return candidates.find((binding) => !binding.shift && (printed || !stroke.shiftKey))?.command ?? null;
}
