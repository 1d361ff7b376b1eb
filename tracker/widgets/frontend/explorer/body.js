// The body, each spot coloured by its relief; the list of spots says the same in words.

import { bodyChooser } from "../body/chooser.js";
import { bodyFigure } from "../body/figure.js";
import { bodyKey } from "../body/key.js";
import { choice } from "../parts/choice.js";
import { createElement } from "../parts/elements.js";

const LOOK_HINT = "Tap a spot to see how it went.";
const COLOURS = [
  { value: "spot", label: "its own relief" },
  { value: "muscle", label: "its muscle" },
];

function bodySide(name, left, right) {
  return createElement(
    "div",
    {},
    createElement("p", { class: "tk-body-view" }, name),
    createElement(
      "p",
      { class: "tk-body-sides" },
      createElement("span", {}, left),
      createElement("span", {}, right),
    ),
  );
}

/** @param open (mark) tells a spot's story. */
export function explorerBody(drawing, { open }) {
  const line = createElement("p", { class: "tk-body-line", "aria-live": "polite" }, LOOK_HINT);
  const figure = bodyFigure(drawing, {
    choose: open,
    offer: (marks, at) => chooser.open(marks, at),
    look: (mark) => {
      line.textContent = mark ? `${mark.name}; ${mark.said}` : LOOK_HINT;
    },
  });
  const chooser = bodyChooser({
    choose(mark) {
      figure.focus(mark);
      open(mark);
    },
    leave: (mark) => figure.focus(mark),
  });
  const key = bodyKey(drawing, figure.id);
  const colour = choice({ stem: "colour", label: "Colour each spot by", options: COLOURS });
  colour.set("spot");
  let scenes = /** @type {any} */ (null);
  const paint = () => {
    const { marks, callouts, key: meaning } = colour.get() === "muscle" ? scenes.muscles : scenes;
    figure.show(marks);
    figure.number(callouts);
    key.show(meaning);
  };
  colour.element.addEventListener("input", paint);
  figure.element.setAttribute(
    "aria-label",
    "Spots on the body; arrow keys go from one to the next",
  );
  const element = createElement(
    "div",
    { class: "tk-body-columns tk-panel" },
    createElement(
      "div",
      { class: "tk-body-figure" },
      createElement(
        "div",
        { class: "tk-body-captions" },
        bodySide("Front", "your right", "your left"),
        bodySide("Back", "your left", "your right"),
      ),
      createElement("div", { class: "tk-body-stage" }, figure.element, chooser.element),
      line,
    ),
    createElement("div", { class: "tk-body-beside" }, colour.element, key.element),
  );
  element.addEventListener("pointerdown", (event) => {
    if (!chooser.element.contains(event.target)) chooser.close();
  });
  return {
    element,
    show(scene) {
      scenes = scene;
      paint();
    },
    focus: figure.focus,
    stop: figure.stop,
  };
}
