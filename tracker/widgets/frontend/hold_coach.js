// The hold coach: choose, rate, hold, rate again. Every step is kept before it is shown.

import { choosingStage } from "./coach/choosing.js";
import { holdClock } from "./coach/clock.js";
import { holdDelivery } from "./coach/delivery.js";
import { deviceSettings, wakefulScreen } from "./coach/device.js";
import { ratingStage, savedStage, unsureStage } from "./coach/ending.js";
import { holdingStage } from "./coach/holding.js";
import { coachNews } from "./coach/news.js";
import { FIRST_OFFER, moveOffer, nextOffer, spotsNear } from "./coach/offers.js";
import { drawStay, newHold, UNDER_WAY } from "./coach/record.js";
import { coachSettings } from "./coach/settings.js";
import { coachSounds } from "./coach/sound.js";
import { stageBox } from "./coach/stages.js";
import { holdStore, isFresh, tabName } from "./coach/store.js";
import { unfinishedHolds } from "./coach/unfinished.js";
import { askingAloud, conversation } from "./parts/conversation.js";
import { h, newEntryId, sampleBanner } from "./parts/dom.js";
import { flareUps } from "./parts/flare_ups.js";
import { localIso } from "./parts/moment.js";
import { statusLine } from "./parts/status.js";
import { safetyCheck } from "./safety/check.js";
import { lingeringCheck } from "./safety/lingering_check.js";

const BEAT_S = 1;

function render({ model, el }) {
  const talk = conversation(model);
  const status = statusLine();
  const ask = askingAloud(talk, status);
  const device = deviceSettings();
  const sounds = coachSounds(device);
  const screen = wakefulScreen();
  const tab = tabName();
  const store = holdStore(model.get("safety").diary);
  const settings = coachSettings({ model, ask, status, device, sounds });
  const unsaved = () => store.all().filter(({ stage }) => stage === "saving");
  const flares = flareUps(model, () => unsaved().map(({ values }) => values));
  const stages = stageBox(el);
  /** @type {any} */
  let safety = null;
  /** @type {any} */
  let hold = null;
  /** @type {any} */
  let clock = null;
  let tried = [];
  let beat = 0;

  const delivery = holdDelivery({
    talk,
    store,
    mine: (one) => one.id === hold?.id,
    ...coachNews({ status, stage: stages.current, discard }),
  });

  const unfinished = unfinishedHolds({
    model,
    store,
    tab,
    mine: () => hold?.id,
    complete,
    discard,
    lookAgain,
  });

  // Keeping ------------------------------------------------------------------------------

  const elapsed = () => clock?.elapsed() ?? hold.elapsed_s;

  /** Keep a step of the hold under way, in this browser first. */
  function keep({ values = {}, ...changes }) {
    hold = {
      ...hold,
      ...changes,
      values: { ...hold.values, ...values },
      sequence: hold.sequence + 1,
      at: localIso(new Date()),
      elapsed_s: elapsed(),
      seen_at: Date.now(),
      tab,
    };
    store.write(hold);
    delivery.flush();
  }

  function keepTime() {
    if (!clock) return;
    hold = { ...hold, elapsed_s: elapsed(), seen_at: Date.now() };
    store.write(hold);
  }

  const letGoOf = (one, wanted) => {
    store.write({ ...one, stage: wanted, sequence: one.sequence + 1 });
    delivery.flush();
  };

  // Showing ------------------------------------------------------------------------------

  function choose(offer) {
    screen.letGo();
    unfinished.show();
    stages.show(
      choosingStage({
        model,
        ask,
        offer,
        flares,
        screen,
        above: offer.moved_from ? [] : [unfinished.element],
        below: settings.element,
        start: (chosen) => start(chosen, offer),
      }),
    );
    stages.current().element.addEventListener("click", hushed, { capture: true });
  }

  /** Whoever goes on has read what was done, and it must not lie over what comes next. */
  function hushed() {
    if (status.element.dataset.tone !== "failed") status.clear();
  }

  const chooseFirst = () => {
    tried = [];
    choose(FIRST_OFFER);
  };

  const near = (values) =>
    flares.ordered(spotsNear(values, model.get("nearest"), tried), (spot) => ({ ...values, spot }));

  /** What is being chosen here stays as it is. */
  function lookAgain() {
    if (!hold) unfinished.show();
  }

  // A hold -------------------------------------------------------------------------------

  function start({ choice, pain_before }, { moved_from = null, muscle = null }) {
    if (!safety.isClear()) {
      status.say("Answer the safety questions first.");
      return safety.open();
    }
    const linked = choice.muscle === muscle ? moved_from : null;
    hold = newHold({ choice, pain_before, moved_from: linked, timing: model.get("settings"), tab });
    tried = [...(linked ? tried : []), choice.spot];
    sounds.wake();
    keep({});
    sounds.now("start");
    status.clear();
    return lead(0);
  }

  function lead(from) {
    screen.hold();
    schedule(from);
    beat = from;
    clock = holdClock({ from, tick, slept, jumped: (seconds) => keep({ jumped: seconds }) });
    stages.show(
      holdingStage({
        from,
        hold: () => hold,
        pace: device.get,
        spots: near(hold.values),
        told: {
          rated,
          skipped: () => mark({ skipped: true }),
          stay: () => mark({ stays: true }),
          move,
          elsewhere: () => move(null),
          stop: tooMuch,
          slept: onJump,
        },
      }),
    );
  }

  function schedule(from) {
    sounds.callAllOff();
    if (from < hold.check_s) sounds.ahead("check", hold.check_s - from);
    sounds.ahead("end", hold.hold_s - from);
  }

  function tick(now, before) {
    if (before < hold.check_s && now >= hold.check_s) sounds.due("check");
    if (now >= hold.hold_s) return end();
    if (now - beat >= BEAT_S) {
      beat = now;
      keepTime();
    }
    return stages.current().tick(now);
  }

  function halt() {
    clock?.stop();
    clock = null;
    screen.letGo();
    sounds.callAllOff();
  }

  function end() {
    sounds.due("end");
    keep({ stage: "rating", values: { held_s: hold.hold_s } });
    halt();
    askAfter();
  }

  function rated(pain) {
    const fell = pain < hold.values.pain_before;
    const draws = !fell && model.get("settings").lot;
    const values = { pain_30s: pain, ...(draws ? { stay_assigned: drawStay() } : {}) };
    keep({ values });
    sounds.now(fell ? "lower" : values.stay_assigned ? "stay" : "move");
    stages.current().tick(elapsed());
  }

  function mark(changes) {
    keep(changes);
    stages.current().tick(elapsed());
  }

  const heldSoFar = () => Math.min(Math.round(elapsed()), hold.hold_s);

  /** Go on at a spot of the same muscle; null where it is still to be chosen. */
  function move(to) {
    keep({ stage: "saving", values: { outcome: "moved", held_s: heldSoFar() } });
    halt();
    const left = hold;
    hold = null;
    choose(moveOffer(left, near(left.values), to));
  }

  function tooMuch() {
    keep({ stage: "saving", values: { outcome: "stopped", held_s: heldSoFar() } });
    store.ask(hold);
    halt();
    sounds.now("stop");
    askAfter();
  }

  function askAfter() {
    stages.show(ratingStage({ hold, rated: finish, slept: onJump }));
  }

  function finish(pain) {
    const saved = hold.stage === "saving";
    // A stopped hold is saved already; only a rating adds to it.
    if (!saved || pain !== null)
      keep({ stage: "saving", rates: saved, values: { pain_after: pain } });
    const last = hold;
    hold = null;
    store.ask(null);
    stages.show(
      savedStage({
        hold: last,
        next: {
          spot: () => choose(nextOffer(last.values, near(last.values))),
          muscle: chooseFirst,
          done: chooseFirst,
          undo: () => undo(last),
          later: (answered) => askLater(last, answered),
        },
      }),
    );
    const kept = store.read(last.id);
    if (!kept) stages.current().tell({ meaning: "You left the rating out." });
    if (kept?.refused) stages.current().refuse(kept.refused);
  }

  const askLater = ({ id }, answered) =>
    ask(
      { type: "ask_later", id },
      {
        done({ text }) {
          answered();
          status.say(text, { tone: "done" });
        },
      },
    );

  function undo(last) {
    letGoOf({ ...(store.read(last.id) ?? last) }, "taking back");
    // Taken out of the diary as it was, and rated anew under a name of its own.
    hold = { ...last, id: newEntryId(), sequence: 0, rates: false };
    keep({ stage: "rating", values: { pain_after: null } });
    askAfter();
  }

  // What the clock cannot know -------------------------------------------------------------

  function slept({ elapsed: now }) {
    schedule(Math.min(now, hold.hold_s));
    if (now < hold.hold_s) return false;
    unsure("The page stood still past the end of the hold, so its clock cannot say.");
    return true;
  }

  function onJump(did) {
    if (did) return unsure("This device slept during the hold, so its clock cannot say.");
    keep({ jumped: null });
    return hold.stage === "rating" ? askAfter() : stages.current().tick(elapsed());
  }

  function unsure(words) {
    keep({ stage: "holding", values: { held_s: null }, jumped: null, unsure: words });
    halt();
    stages.show(
      unsureStage({
        hold,
        words,
        ended(outcome) {
          const held_s = outcome === "held" ? hold.hold_s : null;
          keep({ stage: "rating", values: { outcome, held_s }, unsure: null });
          askAfter();
        },
        discard() {
          discard(hold);
        },
      }),
    );
  }

  // What was under way ---------------------------------------------------------------------

  function complete(one) {
    hold = { ...one };
    keep({});
    if (hold.stage === "rating") askAfter();
    else unsure("The page was closed during the hold, so its clock cannot say.");
  }

  function discard(one) {
    if (hold?.id === one.id) hold = null;
    letGoOf({ ...one, refused: undefined }, "discarding");
    chooseFirst();
  }

  function goOn() {
    const mine = store
      .all()
      .find((one) => one.tab === tab && isFresh(one) && UNDER_WAY.includes(one.stage));
    if (!mine) return askAgain();
    hold = mine;
    const away = Math.max(0, Date.now() - mine.seen_at) / 1000;
    if (mine.stage === "rating") askAfter();
    else if (mine.unsure) unsure(mine.unsure);
    else if (mine.elapsed_s + away < mine.hold_s) lead(mine.elapsed_s + away);
    else end();
    return true;
  }

  /** A stopped hold was saved at once; its rating may still be added. */
  function askAgain() {
    hold = store.asked();
    if (hold) askAfter();
    return Boolean(hold);
  }

  // The page -------------------------------------------------------------------------------

  function onSafety() {
    if (clock && safety && !safety.isClear()) tooMuch();
  }
  const onChoices = () => stages.current().refresh?.();
  const onStorage = () => lookAgain();
  const onVisible = () => {
    if (!document.hidden && clock) schedule(elapsed());
  };

  safety = safetyCheck({ model, ask, status, changed: onSafety });
  const lingering = lingeringCheck({ model, ask });
  el.replaceChildren(
    h(
      "div",
      { class: "tk-entry tk-coach", "data-lm-suppress-shortcuts": "true" },
      sampleBanner(model),
      safety.element,
      lingering.element,
      stages.element,
      status.element,
    ),
  );
  if (!goOn()) chooseFirst();
  stages.settle();
  delivery.flush();
  model.on("change:repeats", onChoices);
  model.on("change:flare_ups", onChoices);
  model.on("change:choices", onChoices);
  window.addEventListener("pagehide", keepTime);
  window.addEventListener("storage", onStorage);
  document.addEventListener("visibilitychange", onVisible);

  return () => {
    keepTime();
    clock?.stop();
    unfinished.stop();
    stages.stop();
    safety.stop();
    lingering.stop();
    settings.stop();
    delivery.stop();
    sounds.stop();
    screen.stop();
    talk.stop();
    model.off("change:repeats", onChoices);
    model.off("change:flare_ups", onChoices);
    model.off("change:choices", onChoices);
    window.removeEventListener("pagehide", keepTime);
    window.removeEventListener("storage", onStorage);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

export default { render };
