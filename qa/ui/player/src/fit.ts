/** Makes the call page as high as what is left of the window, so that only its columns scroll. */

const LEAST_PX = 560;
const BELOW_PX = 12;

/** Returns how to stop. */
export function fitTo(element: HTMLElement): () => void {
  const fit = (): void => {
    const top = element.getBoundingClientRect().top + window.scrollY;
    element.style.height = `${Math.max(LEAST_PX, Math.floor(window.innerHeight - Math.max(0, top) - BELOW_PX))}px`;
  };
  const observer = new ResizeObserver(fit);
  observer.observe(document.body);
  window.addEventListener("resize", fit);
  fit();
  return () => {
    observer.disconnect();
    window.removeEventListener("resize", fit);
  };
}
