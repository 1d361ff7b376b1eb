// The report in a frame of its own: its styles stay in it, and nothing in it can run.

import { createElement } from "../parts/elements.js";

/** A frame as high as what it holds. */
export function reportFrame() {
  // Same origin, so that its height can be read; without scripts, which no report needs.
  const element = createElement("iframe", {
    class: "tk-week-frame",
    title: "The report",
    sandbox: "allow-same-origin",
  });
  const fit = () => {
    const root = element.contentDocument?.documentElement;
    if (root) element.style.height = `${Math.ceil(root.getBoundingClientRect().height)}px`;
  };
  const grown = new ResizeObserver(fit);
  element.addEventListener("load", () => {
    grown.disconnect();
    if (element.contentDocument?.body) grown.observe(element.contentDocument.body);
    fit();
  });
  return {
    element,
    show(markup, title) {
      element.title = title;
      element.srcdoc = markup;
    },
    stop: () => grown.disconnect(),
  };
}
