// One experiment at a time: plan it, run it, and under either the ones that are over.

import { planStage } from "./experiment/plan.js";
import { resultCard } from "./experiment/result.js";
import { runStage } from "./experiment/run.js";
import { button, createElement } from "./parts/elements.js";

function render({ model, el }) {
  const past = createElement("section", {
    class: "tk-past",
    "aria-label": "Your experiments so far",
  });
  const present = () => model.get("running").id ?? "";
  /** @type {any} */
  let shown = null;
  /** @type {any} */
  let stage = null;

  function showPast() {
    const cards = model.get("past");
    const takeBack = ({ last }) =>
      button("Delete its last release", () => change("delete", last), { look: "quiet" });
    past.hidden = !cards.length;
    past.replaceChildren(
      createElement("h2", { class: "tk-title" }, "Your experiments so far"),
      ...cards.map((card) => resultCard(card, card.last ? [takeBack(card)] : [])),
    );
  }

  const change = (type, id) =>
    stage.ask({ type, id }, { done: ({ text, undo }) => say(text, undo) });

  function say(text, undo) {
    const action = undo ? { label: "Undo", run: () => change("undo", undo) } : null;
    stage.status.say(text, { tone: "done", action });
  }

  function begin() {
    shown = present();
    stage = (shown ? runStage : planStage)({ model, el, below: past });
  }

  function follow() {
    if (present() === shown) {
      if (shown) stage.update();
      return;
    }
    stage.stop();
    begin();
    const { text, undo } = model.get("said");
    if (text) say(text, undo);
    el.scrollIntoView({ block: "start" });
    el.querySelector(".tk-title")?.focus({ preventScroll: true });
  }

  model.on("change:running", follow);
  model.on("change:past", showPast);
  showPast();
  begin();

  return () => {
    model.off("change:running", follow);
    model.off("change:past", showPast);
    stage.stop();
  };
}

export default { render };
