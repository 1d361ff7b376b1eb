// The coach offers what to press: at first, after a move, and after a press.

/**
 * What is pressed, and with what.
 *
 * @typedef {object} Choice
 * @property {string} muscle
 * @property {string} spot
 * @property {string} side
 * @property {string} [tool]
 * @property {string | null} [pressure]
 */

/**
 * What the coach proposes; without suggestions, what was pressed last.
 *
 * @typedef {object} Offer
 * @property {string} title
 * @property {string} [lead]
 * @property {{ choice: Choice, when?: string }[]} [suggestions]
 * @property {Choice | null} [choice] what is chosen already.
 * @property {string} [muscle] the muscle whose spots are offered.
 * @property {string} [moved_from] the try that this one goes on from.
 */

export const SPOTS_OFFERED = 3;
/** @type {Offer} */
export const FIRST_OFFER = { title: "What do you want to press?" };

/**
 * The first offer, with what a link such as hold.ipynb?muscle=psoas&spot=beside%20the%20navel&side=left&tool=ball
 * asks for; names that nobody knows ask for nothing.
 *
 * @param {string} search the query of the page's address.
 * @param {{ muscles: { name: string, spots: { name: string }[] }[], sides: string[], tools: string[] }} choices
 * @returns {Offer}
 */
export function linkedOffer(search, { muscles, sides, tools }) {
  const asked = Object.fromEntries(new URLSearchParams(search));
  const muscle = muscles.find(({ name }) => name === asked.muscle);
  const spot = muscle?.spots.find(({ name }) => name === asked.spot);
  if (!muscle || !spot || !sides.includes(asked.side)) return FIRST_OFFER;
  const choice = { muscle: muscle.name, spot: spot.name, side: asked.side };
  return {
    ...FIRST_OFFER,
    choice: tools.includes(asked.tool) ? { ...choice, tool: asked.tool } : choice,
  };
}

/**
 * The other spots of a muscle, nearest first, those tried last.
 *
 * @param {{ muscle: string, spot: string }} at
 * @param {Record<string, Record<string, string[]>>} nearest
 * @param {string[]} tried
 */
export function spotsNear({ muscle, spot }, nearest, tried) {
  const near = nearest[muscle]?.[spot] ?? [];
  return [
    ...near.filter((one) => !tried.includes(one)),
    ...near.filter((one) => tried.includes(one)),
  ];
}

/**
 * @param {Record<string, any>} values
 * @returns {Choice}
 */
const choiceOf = ({ muscle, spot, side, tool, pressure }) => ({
  muscle,
  spot,
  side,
  tool,
  pressure,
});

/**
 * Where to go on from a hold that did not help: to a spot that was named, or to one of its near.
 *
 * @param {{ id: string, values: Record<string, any> }} hold
 * @param {string[]} near
 * @param {string | null} to
 * @returns {Offer}
 */
export function moveOffer({ id, values }, near, to) {
  /** @param {string} spot */
  const at = (spot) => choiceOf({ ...values, spot });
  return {
    title: "Move the tool",
    lead: "The first try is kept. Find the new spot and rate it: your answer starts the hold.",
    suggestions: to ? [] : near.map((spot) => ({ choice: at(spot) })),
    choice: to ? at(to) : null,
    muscle: values.muscle,
    moved_from: id,
  };
}

/**
 * Another spot of a muscle that was pressed, or the same one on the other side.
 *
 * @param {Record<string, any>} values
 * @param {string[]} near
 * @returns {Offer}
 */
export function nextOffer(values, near) {
  const side = values.side === "left" ? "right" : "left";
  return {
    title: `Another spot of the ${values.muscle}`,
    suggestions: [
      ...near.slice(0, SPOTS_OFFERED).map((spot) => ({ choice: choiceOf({ ...values, spot }) })),
      { choice: choiceOf({ ...values, side }), when: "the other side" },
    ],
    muscle: values.muscle,
  };
}
