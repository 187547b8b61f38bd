/** The component as Streamlit calls it: first with the data, again whenever data or theme change. */

import { App } from "./app";
import { h } from "./dom";
import { fitTo } from "./fit";
import { style as css } from "./style";
import { followTheme } from "./theme";
import type { ComponentData } from "./types";

interface Renderer {
  parentElement: HTMLElement | ShadowRoot;
  data: ComponentData | null;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

interface Mounted {
  app: App;
  repaint: () => void;
  stop: () => void;
}

const mounted = new WeakMap<Renderer["parentElement"], Mounted>();

export default function callPage({
  parentElement,
  data,
  setStateValue,
  setTriggerValue,
}: Renderer): (() => void) | undefined {
  if (!data) return undefined;
  const known = mounted.get(parentElement);
  if (known) {
    known.repaint();
    known.app.update(data);
    return known.stop;
  }
  const app = new App(data, {
    state: setStateValue,
    finished: (callId) => setTriggerValue("finished", callId),
  });
  const style = h("style", {}, css);
  parentElement.append(style, app.element);
  const repaint = followTheme(app.element);
  const unfit = fitTo(app.element);
  app.start();
  const stop = (): void => {
    unfit();
    app.destroy();
    app.element.remove();
    style.remove();
    mounted.delete(parentElement);
  };
  mounted.set(parentElement, { app, repaint, stop });
  return stop;
}
