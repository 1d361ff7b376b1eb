// The body, each spot coloured by its relief; the list of spots says the same in words.

import { bodyKey } from "../body/key.js";
import { bodyView } from "../body/view.js";
import { choice } from "../parts/choice.js";
import { createElement } from "../parts/elements.js";

const LOOK_HINT = "Tap a spot to see how it went.";
const COLOURS = [
  { value: "spot", label: "its own relief" },
  { value: "muscle", label: "its muscle" },
];

/** @param open (mark) tells a spot's story. */
export function explorerBody(drawing, { open }) {
  const line = createElement("p", { class: "tk-body-line", "aria-live": "polite" }, LOOK_HINT);
  const {
    element: shown,
    figure,
    chooser,
    stop,
  } = bodyView(drawing, {
    choose: open,
    isPlacing: () => false,
    place() {},
    look(mark) {
      line.textContent = mark ? `${mark.name}; ${mark.said}` : LOOK_HINT;
    },
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
  const element = createElement(
    "div",
    { class: "tk-body-columns tk-panel" },
    createElement("div", { class: "tk-body-figure" }, shown, line),
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
    stop,
  };
}
