// Menus choose a muscle, one of its spots and a side without the figure.

import { choice } from "../parts/choice.js";
import { createElement } from "../parts/elements.js";
import { labelledField } from "../parts/field.js";

export function plainMenu({ stem, label }) {
  const select = createElement("select", { class: "tk-input" });
  const field = labelledField({
    stem,
    label,
    input: select,
    body: createElement("div", { class: "tk-select" }, select),
  });
  return {
    ...field,
    select,
    get: () => select.value,
    set(value) {
      select.value = value ?? "";
    },
    /** Offer names under headings, or under none. */
    offer(groups) {
      const options = (names) =>
        names.map((name) => createElement("option", { value: name }, name));
      select.replaceChildren(createElement("option", { value: "" }, "Choose…"));
      for (const [heading, names] of groups) {
        if (heading)
          select.append(createElement("optgroup", { label: heading }, ...options(names)));
        else select.append(...options(names));
      }
    },
  };
}

/** Names of muscles under the names of their groups. */
export function byGroup(muscles) {
  const groups = new Map();
  for (const { name, group } of muscles) groups.set(group, [...(groups.get(group) ?? []), name]);
  return groups;
}

/**
 * @param changed (chosen, muscle) by hand; `chosen` is empty until all three are given.
 */
export function spotMenus({ changed }) {
  const muscle = plainMenu({ stem: "body-muscle", label: "Muscle" });
  const spot = plainMenu({ stem: "body-spot", label: "Spot" });
  const side = choice({
    stem: "body-side",
    label: "Side",
    options: [
      { value: "left", label: "Left" },
      { value: "right", label: "Right" },
    ],
  });
  const element = createElement(
    "div",
    { class: "tk-body-menus" },
    muscle.element,
    spot.element,
    side.element,
  );
  let muscles = [];

  function offerSpots() {
    const chosenMuscle = muscles.find(({ name }) => name === muscle.get());
    spot.offer([["", chosenMuscle?.spots ?? []]]);
    spot.select.disabled = !chosenMuscle;
  }

  const get = () => ({ muscle: muscle.get(), spot: spot.get(), side: side.get() });

  function announce() {
    const chosen = get();
    changed(Object.values(chosen).every(Boolean) ? chosen : {}, chosen.muscle);
  }

  muscle.select.addEventListener("change", () => {
    offerSpots();
    announce();
  });
  spot.select.addEventListener("change", announce);
  side.element.addEventListener("change", announce);

  const menus = {
    element,
    get,
    offer(offered) {
      muscles = offered;
      const present = [muscle.get(), spot.get()];
      muscle.offer(byGroup(muscles));
      muscle.set(present[0]);
      offerSpots();
      spot.set(present[1]);
    },
    show(chosen) {
      muscle.set(chosen.muscle);
      offerSpots();
      spot.set(chosen.spot);
      side.set(chosen.side);
    },
    /** Go to the first of the three that is not chosen yet. */
    focus() {
      [muscle, spot, side].find((control) => !control.get())?.focus();
    },
  };
  return menus;
}
