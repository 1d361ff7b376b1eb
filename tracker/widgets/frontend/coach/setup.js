// The screen before a hold: what to press, the pain before, Start.

import { spotPicker } from "../body/spot_picker.js";
import { choice } from "../parts/choice.js";
import { button, createElement } from "../parts/elements.js";
import { problemLine } from "../parts/field.js";
import { howToPress } from "../parts/how_to_press.js";
import { menu } from "../parts/menu.js";
import { painButtons } from "../parts/pain_scale.js";

const REPEATED = ["muscle", "spot", "side", "tool", "pressure"];
const CANNOT_STAY_LIT =
  "This browser cannot keep the screen on. Let the device's own screen stay on for two minutes, " +
  "or the cues may not sound.";

/** The day of a moment in words, seen from now. */
function dayWords(iso) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round(
    (Number(midnight(new Date())) - Number(midnight(new Date(iso)))) / 86_400_000,
  );
  return days <= 0 ? "earlier today" : days === 1 ? "yesterday" : `${days} days ago`;
}

const sameChoice = (one, other) =>
  Boolean(one && other) && REPEATED.every((name) => (one[name] ?? null) === (other[name] ?? null));

/** What to press, as a button that is one tap. */
function choiceCard({ choice, when, warning, chosen }) {
  const { side, muscle, spot, tool, pressure } = choice;
  const how = [tool, pressure, when].filter(Boolean).join(" · ");
  return createElement(
    "button",
    { type: "button", class: "tk-coach-card", "aria-pressed": "false", onclick: chosen },
    createElement("span", { class: "tk-coach-where" }, `${side} ${muscle}`),
    createElement("span", { class: "tk-coach-spot" }, spot),
    createElement("span", { class: "tk-coach-how" }, how),
    warning ? createElement("span", { class: "tk-coach-warning" }, warning) : null,
  );
}

/**
 * @param offer its title, lead, choice and muscle, and its suggestions [{ choice, when }], or null
 *   for what was pressed last; @param flares as `flareUps` makes it, and
 * @param start ({ choice, pain_before }).
 */
export function setupScreen({ model, offer, flares, above, below, ask, lock, start }) {
  const offered = () => model.get("choices");
  const muscleNamed = (name) => offered().muscles.find((one) => one.name === name);
  const title = createElement("h2", { class: "tk-title", tabindex: "-1" }, offer.title);
  const lead = createElement("p", { hidden: !offer.lead }, offer.lead ?? "");
  const nearby = createElement("p", { class: "tk-coach-warning", hidden: true });
  const cards = createElement("div", {
    class: "tk-coach-cards",
    role: "group",
    "aria-label": "What to press",
  });
  const problem = problemLine("choice");
  const find = createElement("p", { class: "tk-hint", hidden: true });
  const how = howToPress(offered().do_not_press);
  const tool = menu({ stem: "tool", label: "Tool" });
  const pressure = choice({
    stem: "pressure",
    label: "Pressure",
    options: offered().pressures,
    optional: true,
  });
  const withWhat = createElement("summary", {});
  const tools = createElement(
    "details",
    { class: "tk-more" },
    withWhat,
    createElement("div", { class: "tk-pair tk-coach-fields" }, tool.element, pressure.element),
  );
  const opener = button("Choose a spot", openPicker, { look: "plain tk-wide" });
  const picker = spotPicker({
    ask,
    choices: offered,
    chosen: () => ({ muscle: offer.muscle ?? null, spot: null, side: null, ...picked }),
    done(chosen) {
      pick({ ...chosen, ...usualFor(chosen.muscle) });
      goOn();
    },
  });
  const pain = painButtons({ label: "Pain there before", keep: true, picked: rated });
  const begin = createElement(
    "button",
    { type: "button", class: "tk-button tk-primary", onclick: go },
    "Start",
  );
  const isMove = Boolean(offer.moved_from);
  /** @type {any} */
  let picked = null;
  let isWarned = false;

  /** What is offered, pressed lightly and after the others where pain rose. */
  function suggested() {
    const offers =
      offer.suggestions ??
      model.get("repeats").map(({ at, ...choice }) => ({ choice, when: dayWords(at) }));
    const gentle = offers.map((one) => ({ ...one, choice: flares.gently(one.choice) }));
    // Two that differed in their pressure alone are one now.
    const isFirst = ({ choice: one }, place) =>
      gentle.findIndex(({ choice: other }) => sameChoice(one, other)) === place;
    return flares.ordered(gentle.filter(isFirst), ({ choice: one }) => one);
  }

  /** What holds for the whole muscle that is offered is said once, above its spots. */
  function showNearby() {
    nearby.textContent = offer.muscle ? flares.nearby(offer.muscle) : "";
    nearby.hidden = !nearby.textContent;
  }

  function showCards() {
    showNearby();
    const card = (one, when, chosen) => {
      const own = flares.warning(one);
      const warning = own === nearby.textContent ? "" : own;
      const made = choiceCard({ choice: one, when, warning, chosen });
      made.setAttribute("aria-pressed", String(sameChoice(one, picked)));
      return made;
    };
    const offers = suggested();
    const made = offers.map(({ choice: one, when }) => card(one, when, () => take(one)));
    const listed = offers.some(({ choice: one }) => sameChoice(one, picked));
    if (picked && !listed) made.unshift(card(picked, "", () => goOn()));
    cards.replaceChildren(...made);
    cards.hidden = !made.length;
    opener.textContent = made.length ? "Choose another spot" : "Choose a spot";
  }

  function showDetails() {
    const muscle = muscleNamed(picked?.muscle);
    const spot = muscle?.spots.find(({ name }) => name === picked.spot);
    find.textContent = spot?.find ?? "";
    find.hidden = !find.textContent;
    tools.hidden = !picked;
    // On a move within the muscle it has been read, and the rating must be in reach.
    how.element.hidden = !picked || (isMove && picked.muscle === offer.muscle);
    how.show(muscle);
    withWhat.textContent = `With: ${[picked?.tool, picked?.pressure].filter(Boolean).join(", ")}`;
  }

  /** A muscle that was not pressed lately comes with its cautions open. */
  const isNew = ({ muscle: name }) => !model.get("repeats").some((one) => one.muscle === name);

  function pick(one) {
    picked = flares.gently({ ...one });
    isWarned = Boolean(flares.warning(picked));
    problem.say("");
    const suited = muscleNamed(picked.muscle)?.tools ?? [];
    const others = offered().tools.filter((name) => !suited.includes(name));
    tool.offer([
      { label: "Suits it", names: suited },
      { label: "Others", names: others },
    ]);
    tool.set(picked.tool);
    pressure.set(picked.pressure ?? null);
    how.element.open = isNew(picked);
    showCards();
    showDetails();
  }

  function take(one) {
    pick(one);
    goOn();
  }

  const chosenCard = () => cards.querySelector('[aria-pressed="true"]');

  /** What is muscle well is rated next; what speaks against it, or is new, is to be read first. */
  function goOn() {
    if (isWarned || isNew(picked)) return chosenCard().focus();
    pain.focus();
    return pain.element.scrollIntoView({ block: "nearest" });
  }

  /** The tool and pressure last used on a muscle; else the tool that suits it best. */
  function usualFor(name) {
    const last = model.get("repeats").find((one) => one.muscle === name);
    const best = muscleNamed(name)?.tools[0] ?? offered().tools[0];
    return { tool: last?.tool ?? best, pressure: last?.pressure ?? null };
  }

  function openPicker() {
    problem.say("");
    picker.open();
  }

  /** Whoever moves lies on the tool already, and rates what is felt there: one tap less. */
  function rated() {
    begin.hidden = false;
    if (isMove && picked) go();
  }

  tools.addEventListener("change", () => {
    if (!picked) return;
    picked = { ...picked, tool: tool.get() ?? picked.tool, pressure: pressure.get() };
    showCards();
    showDetails();
  });

  function go() {
    /** @type {[boolean, () => void, () => void][]} */
    const questions = [
      [
        !picked,
        () => problem.say("Choose what to press first."),
        () => (cards.querySelector("button") ?? opener).focus(),
      ],
      [
        pain.get() === null,
        () => pain.setProblem("Rate your pain first: without it, nothing shows whether it fell."),
        pain.focus,
      ],
    ];
    const missing = questions.filter(([is]) => is);
    for (const [, say] of missing) say();
    if (missing.length) missing[0][2]();
    else start({ choice: picked, pain_before: pain.get() });
  }

  function refresh() {
    // A rise that was heard of only now changes the pressure that is proposed, once.
    if (picked && !isWarned && flares.warning(picked)) return pick(picked);
    showCards();
    return showDetails();
  }

  const element = createElement(
    "section",
    { class: `tk-panel tk-coach-choosing${isMove ? " tk-coach-linked" : ""}` },
    ...above,
    createElement("div", { class: "tk-coach-head" }, title, lead, nearby),
    createElement("div", { class: "tk-coach-what" }, cards, opener, problem.element, find),
    how.element,
    ...(isMove ? [pain.element, tools] : [tools, pain.element]),
    createElement("div", { class: "tk-coach-start" }, begin),
    lock.can() ? null : createElement("p", { class: "tk-hint" }, CANNOT_STAY_LIT),
    below,
  );
  begin.hidden = isMove;
  const given = offer.choice;
  if (given) pick(given.tool ? given : { ...given, ...usualFor(given.muscle) });
  else refresh();

  return {
    element,
    refresh,
    focus: () => (isWarned ? chosenCard() : title).focus({ preventScroll: true }),
    stop: picker.stop,
  };
}
