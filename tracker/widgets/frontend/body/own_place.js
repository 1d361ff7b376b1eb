// A spot of the person's own is named, and its muscle chosen, while it is being placed.

import { createElement } from "../parts/elements.js";
import { textField } from "../parts/text.js";
import { byGroup, plainMenu } from "./spot_menus.js";

/** @param changed () one of the two was changed by hand. */
export function ownPlace({ changed }) {
  const muscle = plainMenu({ stem: "own-muscle", label: "Muscle it is on" });
  const name = textField({ stem: "own-name", label: "What you call it" });
  const element = createElement(
    "div",
    { class: "tk-own-place", hidden: true },
    muscle.element,
    name.element,
  );
  name.element.querySelector("input").setAttribute("maxlength", 80);
  let byHand = false;

  muscle.select.addEventListener("change", () => {
    byHand = true;
    muscle.setProblem("");
    changed();
  });
  name.element.addEventListener("input", () => {
    name.setProblem("");
    changed();
  });

  return {
    element,
    /** Ask for a new spot's name; the muscle may be known already. */
    begin(muscles, known) {
      byHand = Boolean(known);
      muscle.offer(byGroup(muscles));
      muscle.set(known);
      name.set("");
      muscle.setProblem("");
      name.setProblem("");
      element.hidden = false;
    },
    /** Propose the muscle that lies nearest, as long as the person named none. */
    propose(nearest) {
      if (!byHand) muscle.set(nearest);
    },
    get: () => ({ muscle: muscle.get(), name: name.get().trim() }),
    isWhole: () => Boolean(muscle.get() && name.get().trim()),
    focus: () => (muscle.get() ? name : muscle).focus(),
    showProblems(problems) {
      muscle.setProblem(problems.muscle ?? "");
      name.setProblem(problems.name ?? "");
      if (problems.muscle) muscle.focus();
      else if (problems.name) name.focus();
    },
    end() {
      element.hidden = true;
    },
  };
}
