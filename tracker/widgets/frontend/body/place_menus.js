// Menus for a muscle, one of its spots and a side, with the names of the log.

import { choice } from "../parts/choice.js";
import { menu } from "../parts/menu.js";

/**
 * @param offered () gives { muscles, sides } as the log form has them.
 * @param prefix begins the names of the three controls: "", "a_" or "b_".
 */
export function placeMenus({ prefix, offered }) {
  const muscle = menu({ stem: `${prefix}muscle`, label: "Muscle" });
  const spot = menu({ stem: `${prefix}spot`, label: "Spot" });
  const side = choice({ stem: `${prefix}side`, label: "Side", options: offered().sides });
  const spots = () =>
    (offered().muscles.find(({ name }) => name === muscle.get())?.spots ?? []).map(
      ({ name }) => name,
    );

  function arrange() {
    const groups = new Map();
    for (const { name, group } of offered().muscles) {
      groups.set(group, [...(groups.get(group) ?? []), name]);
    }
    muscle.offer(Array.from(groups, ([label, names]) => ({ label, names })));
    spot.offer([{ names: spots() }], muscle.get() ? "Choose…" : "Choose the muscle first");
    spot.select.disabled = !muscle.get();
  }
  // A spot belongs to its muscle; another muscle's would be wrong without being seen.
  muscle.select.addEventListener("change", () => {
    if (!spots().includes(spot.get())) spot.set(null);
    arrange();
  });

  return {
    controls: { [`${prefix}muscle`]: muscle, [`${prefix}spot`]: spot, [`${prefix}side`]: side },
    elements: [muscle.element, spot.element, side.element],
    arrange,
  };
}
