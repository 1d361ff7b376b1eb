// The same choice without the figure: a muscle, one of its spots, and a side.

import { choice } from "../parts/choice.js";
import { h } from "../parts/dom.js";
import { labelledField } from "../parts/field.js";

export function plainMenu({ stem, label }) {
  const select = h("select", { class: "tk-input" });
  const field = labelledField({
    stem,
    label,
    input: select,
    body: h("div", { class: "tk-select" }, select),
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
      const options = (names) => names.map((name) => h("option", { value: name }, name));
      select.replaceChildren(h("option", { value: "" }, "Choose…"));
      for (const [heading, names] of groups) {
        if (heading) select.append(h("optgroup", { label: heading }, ...options(names)));
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
  const element = h("div", { class: "tk-body-menus" }, muscle.element, spot.element, side.element);
  let muscles = [];

  function offerSpots() {
    const known = muscles.find(({ name }) => name === muscle.get());
    spot.offer([["", known?.spots ?? []]]);
    spot.select.disabled = !known;
  }

  const get = () => ({ muscle: muscle.get(), spot: spot.get(), side: side.get() });

  function tell() {
    const chosen = get();
    changed(Object.values(chosen).every(Boolean) ? chosen : {}, chosen.muscle);
  }

  muscle.select.addEventListener("change", () => {
    offerSpots();
    tell();
  });
  spot.select.addEventListener("change", tell);
  side.element.addEventListener("change", tell);

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
