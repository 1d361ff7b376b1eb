// Where pain rose, a spot comes with a warning and is pressed lightly.

/**
 * @param model of a widget over `LogForm`.
 * @param unsaved () gives the values of presses that are over and not in the diary yet.
 */
export function flareUps(model, unsaved = () => /** @type {any[]} */ ([])) {
  const isAt = (one, other) =>
    one.muscle === other.muscle && one.spot === other.spot && one.side === other.side;

  /** The diary's, and before them what it has not heard of yet. */
  function spots() {
    const { spots: kept, unrated, rise_points } = model.get("flare_ups");
    const risen = unsaved().flatMap(({ muscle, spot, side, pain_before: before, ...rated }) => {
      const after = rated.outcome === "moved" ? rated.pain_30s : rated.pain_after;
      if ((after ?? before) - before < rise_points) return [];
      const warning = unrated.replace("{before}", before).replace("{after}", after);
      return [{ muscle, spot, side, warning }];
    });
    return [...risen, ...kept];
  }

  const flares = {
    /** What is said of the spots of a muscle at one of which pain rose; "" where at none. */
    nearby: (muscle) =>
      spots().some((one) => one.muscle === muscle) ? model.get("flare_ups").nearby : "",
    /** Whether the rule speaks against this very spot. */
    has: (choice) => spots().some((one) => isAt(one, choice)),
    /** What to know before pressing there; "" where nothing speaks against it. */
    warning(choice) {
      if (!choice.spot || !choice.side) return "";
      const here = spots().find((one) => isAt(one, choice));
      return here ? here.warning : flares.nearby(choice.muscle);
    },
    /** The same choice, pressed lightly where there is a warning; the person may change it. */
    gently: (choice) =>
      flares.warning(choice) ? { ...choice, pressure: model.get("flare_ups").pressure } : choice,
    /** Those that nothing speaks against first. */
    ordered: (choices, choiceOf) => [
      ...choices.filter((one) => !flares.has(choiceOf(one))),
      ...choices.filter((one) => flares.has(choiceOf(one))),
    ],
  };
  return flares;
}
