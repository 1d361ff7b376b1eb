// The body map: a spot is chosen on the figure or by its name, and the two stay in step.

import { alike } from "./body/figure.js";
import { bodyKey } from "./body/key.js";
import { placingCross } from "./body/placing_cross.js";
import { spotMenus } from "./body/spot_menus.js";
import { bodyView } from "./body/view.js";
import { button, createElement } from "./parts/elements.js";
import { rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";

const HINT = "Tap a cross to choose that spot.";
const HOW_TO_PLACE =
  "Tap the figure where your spot is. Or move the cross with the arrow keys, finely with Shift, and press Enter.";

/** @type {import("@anywidget/types").Render} */
function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const drawing = model.get("figure");
  /** @type {any} */
  let lookedAt = null;

  const view = bodyView(drawing, {
    choose,
    isPlacing: () => model.get("placing"),
    place,
    look(mark) {
      lookedAt = mark;
      showLine();
    },
  });
  const { element: stage, figure, chooser } = view;
  const cross = placingCross({ bounds: drawing, set: place, moved, cancel: stopPlacing });
  figure.element.append(cross.element);
  const menus = spotMenus({ changed: chosenByName });
  const key = bodyKey(drawing, figure.id);
  const line = createElement("p", { class: "tk-body-line", "aria-live": "polite" });
  const placer = button("", () => setPlacing(!model.get("placing")));

  const spots = () => model.get("marks");
  const chosen = () => spots().find((mark) => alike(mark, model.get("chosen"))) ?? null;

  function send(name, value) {
    model.set(name, value);
    try {
      model.save_changes();
    } catch {
      status.say("NOT CHOSEN: the kit does not answer.", { tone: "failed" });
    }
  }

  function choose({ muscle, spot, side }) {
    chooser.close();
    send("chosen", { muscle, spot, side });
  }

  /** Bring out a muscle, where it is seen. */
  function show(muscle, side) {
    figure.light(muscle || null, side);
    view.turnTo(spots().filter((mark) => mark.muscle === muscle));
  }

  function chosenByName(whole, muscle) {
    send("chosen", whole);
    show(muscle, whole.side);
  }

  function showChosen() {
    const mark = chosen();
    // Half a choice by name is no choice yet, and must not be wiped out by saying so.
    if (mark) menus.show(mark);
    else if (!menus.element.contains(document.activeElement)) menus.show({});
    figure.press(mark);
    figure.light(mark?.muscle ?? null, mark?.side);
    if (mark) view.reveal(mark);
    showLine();
  }

  function showSpots() {
    figure.show(spots());
    figure.number(model.get("callouts"));
    key.show(model.get("key"));
    menus.offer(model.get("muscles"));
    showChosen();
  }

  function showLine() {
    const mark = lookedAt ?? chosen();
    if (model.get("placing")) line.textContent = HOW_TO_PLACE;
    else if (!mark) line.textContent = HINT;
    else {
      const nowhere = mark.x === null ? "; it has no place on the figure" : "";
      line.textContent = `${mark.name}; ${mark.said}${nowhere}`;
    }
  }

  function setPlacing(placing) {
    chooser.close();
    send("placing", placing);
    if (!placing) return;
    stage.scrollIntoView({ block: "nearest" });
    if (!figure.holds(cross.at())) cross.move(figure.centre());
    cross.focus();
  }

  function stopPlacing() {
    setPlacing(false);
    placer.focus();
  }

  function moved(at) {
    view.reveal(at);
    sayWhere(at);
  }

  function sayWhere(at) {
    const near = figure.nearest(at);
    cross.name(`Place of my own spot${near ? `, nearest to ${near.name}` : ""}; Enter sets it`);
    line.textContent = near ? `Nearest spot: ${near.name}` : "";
  }

  function place(at) {
    const { x, y } = at ?? cross.at();
    cross.move({ x, y });
    rpc.ask({ type: "place", x, y }, { heard: heardPlace, silent: silentPlace });
  }

  function heardPlace(answer) {
    const refusal = `NOT PLACED: ${answer.problems?.placed ?? answer.text}`;
    if (answer.outcome === "done") status.say(answer.text, { tone: "done" });
    else status.say(refusal, { tone: "failed" });
  }

  function silentPlace() {
    status.say("NOT PLACED yet: the kit does not answer.", { tone: "failed" });
  }

  function showPlacing() {
    const placing = model.get("placing");
    const at = model.get("placed_at");
    placer.textContent = placing ? "Stop placing" : "Place a spot of my own";
    figure.element.classList.toggle("tk-placing", placing);
    // Before the cross goes, or the focus would be lost with it.
    if (!placing && cross.element.contains(document.activeElement)) placer.focus();
    cross.show(placing || "x" in at);
    cross.element.setAttribute("tabindex", placing ? "0" : "-1");
    if ("x" in at) cross.move(at);
    sayWhere(cross.at());
    showLine();
  }

  const root = createElement(
    "div",
    // JupyterLab would take arrow keys and letters for its own shortcuts.
    { class: "tk-entry tk-body", "data-lm-suppress-shortcuts": "true" },
    createElement(
      "div",
      { class: "tk-body-columns" },
      createElement("div", { class: "tk-body-figure" }, stage, line),
      createElement(
        "div",
        { class: "tk-body-beside" },
        menus.element,
        createElement("div", {}, placer),
        key.element,
      ),
    ),
    status.element,
  );
  root.addEventListener("pointerdown", (event) => {
    if (!chooser.element.contains(event.target)) chooser.close();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && model.get("placing")) stopPlacing();
  });

  /** @type {[string, () => void][]} */
  const listeners = [
    ["change:marks change:callouts change:key change:muscles", showSpots],
    ["change:chosen", showChosen],
    ["change:placing change:placed_at", showPlacing],
  ];
  const eachListener = (act) =>
    listeners.forEach(([names, hear]) => names.split(" ").forEach((name) => act(name, hear)));
  eachListener((name, hear) => model.on(name, hear));
  el.replaceChildren(root);
  showSpots();
  showPlacing();

  return () => {
    rpc.stop();
    view.stop();
    eachListener((name, hear) => model.off(name, hear));
    root.remove();
  };
}

export default { render };
