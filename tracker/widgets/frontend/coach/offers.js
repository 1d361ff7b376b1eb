// The coach offers what to press: at first, after a move, and after a press.

export const SPOTS_OFFERED = 3;
export const FIRST_OFFER = { title: "What are you pressing?" };

/** The other spots of a muscle, nearest first, those tried last. */
export function spotsNear({ muscle, spot }, nearest, tried) {
  const near = nearest[muscle]?.[spot] ?? [];
  return [
    ...near.filter((one) => !tried.includes(one)),
    ...near.filter((one) => tried.includes(one)),
  ];
}

const choiceOf = ({ muscle, spot, side, tool, pressure }) => ({
  muscle,
  spot,
  side,
  tool,
  pressure,
});

/** Where to go on from a hold that did not help: to a spot that was named, or to one of its near. */
export function moveOffer({ id, values }, near, to) {
  const at = (spot) => choiceOf({ ...values, spot });
  return {
    title: "Move the tool",
    lead: "The first try is kept. Find the new spot and rate it: your answer starts the hold.",
    suggestions: to ? [] : near.map((spot) => ({ choice: at(spot) })),
    choice: to && at(to),
    muscle: values.muscle,
    moved_from: id,
  };
}

/** Another spot of a muscle that was pressed, or the same one on the other side. */
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
