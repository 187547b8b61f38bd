/** Light or dark, by the background that Streamlit gives. */

/** Marks the element with its theme, now and whenever the result is called. */
export function followTheme(element: HTMLElement): () => void {
  const follow = (): void => {
    const background = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
    element.dataset.theme = background
      ? isDark(background)
        ? "dark"
        : "light"
      : matchMedia("(prefers-color-scheme: dark)").matches
        ? "dark"
        : "light";
  };
  follow();
  return follow;
}

/** Whether a CSS colour (#rgb, #rrggbb or rgb(…)) is darker than a middle grey, by its luma. */
export function isDark(colour: string): boolean {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(colour)?.[1];
  const wide = hex && hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const parts = wide
    ? [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16))
    : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const [red = 255, green = 255, blue = 255] = parts;
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
