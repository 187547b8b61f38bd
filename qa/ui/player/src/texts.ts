/** Every sentence that the call page shows, in Chinese and English; their one home is texts.json. */

import catalogue from "./texts.json";
import type { Language } from "./types";

export type TextKey = keyof typeof catalogue;
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/** `{name}` in a text is replaced by the value of that name. */
export function translator(language: Language): Translate {
  return (key, values = {}) =>
    catalogue[key][language].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
}

/** A text for a code that comes from data, such as a flag; the code itself when there is none. */
export function termOf(translate: Translate, prefix: string, code: string | null | undefined): string {
  if (!code) return "";
  const key = `${prefix}_${code}`;
  return key in catalogue ? translate(key as TextKey) : code;
}
