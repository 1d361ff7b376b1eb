// The key explains the colours and crosses, with the number of releases behind them.

import { createElement } from "../parts/elements.js";
import { svg } from "./figure.js";

function sampleMark(drawing, id, { shape, ground, line }) {
  const under = svg("path", { d: shape, style: ground.replaceAll(drawing.prefix, id) });
  const box = { viewBox: "-9 -9 18 18", width: 24, height: 24, "aria-hidden": "true" };
  return svg("svg", box, under, svg("path", { d: drawing.cross, style: line }));
}

/** @param id that of the figure on the page, whose hatch the key shares. */
export function bodyKey(drawing, id) {
  const element = createElement("div", { class: "tk-body-key" });
  return {
    element,
    show({ scale, ends, steps, ticks, samples, counts }) {
      element.replaceChildren();
      if (steps.length) {
        const bar = svg("svg", {
          viewBox: "0 0 270 32",
          class: "tk-body-scale",
          "aria-hidden": "true",
        });
        steps.forEach((style, i) =>
          bar.append(svg("rect", { x: i * 30, y: 0, width: 28.5, height: 14, style })),
        );
        ticks.forEach((tick, i) => bar.append(svg("text", { x: i * 30 + 29.2, y: 30 }, tick)));
        const sides = ends.map((end) => createElement("span", {}, end));
        element.append(
          createElement("p", {}, scale),
          createElement("p", { class: "tk-body-ends" }, ...sides),
          bar,
        );
      }
      for (const sample of samples) {
        const mark = sampleMark(drawing, id, sample);
        element.append(createElement("p", { class: "tk-body-sample" }, mark, sample.text));
      }
      if (counts) element.append(createElement("p", {}, counts));
    },
  };
}
