// The hold coach: choose, rate, hold, rate again. Every step is kept before it is shown.

import { holdClock } from "./coach/clock.js";
import { holdDelivery } from "./coach/delivery.js";
import { deviceSettings, screenLock } from "./coach/device.js";
import { ratingScreen, savedScreen, unsureScreen } from "./coach/finish.js";
import { holdScreen, settlingScreen } from "./coach/hold.js";
import { coachNotices } from "./coach/notices.js";
import { FIRST_OFFER, linkedOffer, nextOffer, spotsNear } from "./coach/offers.js";
import { drawStay, newHold, UNDER_WAY } from "./coach/record.js";
import { screenBox } from "./coach/screens.js";
import { coachSettings } from "./coach/settings.js";
import { setupScreen } from "./coach/setup.js";
import { coachSounds } from "./coach/sound.js";
import { INITIAL, reduce } from "./coach/state.js";
import { canGoOn, holdStore, isFresh, tabName } from "./coach/store.js";
import { unfinishedHolds } from "./coach/unfinished.js";
import { createElement, newEntryId, sampleBanner } from "./parts/elements.js";
import { flareUps } from "./parts/flare_ups.js";
import { askWithStatus, rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";
import { localIso } from "./parts/time.js";
import { safetyCheck } from "./safety/check.js";
import { lingeringCheck } from "./safety/lingering_check.js";

const BEAT_S = 1;
const STOOD_STILL = "The page stood still past the end of the hold, so its clock cannot say.";
const DEVICE_SLEPT = "This device slept during the hold, so its clock cannot say.";
const PAGE_CLOSED = "The page was closed during the hold, so its clock cannot say.";

/** @type {import("@anywidget/types").Render} */
function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const ask = askWithStatus(rpc, status);
  const device = deviceSettings();
  const sounds = coachSounds(device);
  const lock = screenLock();
  const tab = tabName();
  const store = holdStore(model.get("safety").diary);
  const settings = coachSettings({ model, ask, device, sounds });
  const unsaved = () => store.all().filter(({ stage }) => stage === "saving");
  const flares = flareUps(model, () => unsaved().map(({ values }) => values));
  const screens = screenBox(el);
  let state = INITIAL;
  /** @type {any} */
  let safety = null;
  /** @type {any} */
  let clock = null;
  let beat = 0;
  /** @type {any} */
  let waiting = null;

  const delivery = holdDelivery({
    rpc,
    store,
    mine: (one) => one.id === state.hold?.id,
    ...coachNotices({ status, screen: screens.current, discard }),
  });

  const unfinished = unfinishedHolds({
    model,
    store,
    tab,
    mine: () => state.hold?.id,
    goOn,
    complete,
    discard,
    lookAgain,
  });

  // The state ----------------------------------------------------------------------------

  /** What is about to be pressed, while the person settles on the tool. */
  const chosen = () => /** @type {import("./coach/state.js").Chosen} */ (state.chosen);
  /** The hold that this page leads, where one is under way. */
  const led = () => /** @type {import("./coach/record.js").Hold} */ (state.hold);
  const elapsed = () => clock?.elapsed() ?? led().elapsed_s;

  /** Every step is kept in this browser before it is shown or sent. */
  function enter(event) {
    const stamp = {
      at: localIso(new Date()),
      seen_at: Date.now(),
      elapsed_s: clock?.elapsed(),
      tab,
    };
    state = reduce(state, { ...stamp, ...event });
    for (const hold of state.changed) store.write(hold);
  }

  function dispatch(event) {
    enter(event);
    if (state.changed.length) delivery.flush();
  }

  /** How far the hold is, is kept here and told to nobody. */
  function keepTime() {
    if (clock || state.hold?.paused) enter({ type: "time passed" });
  }

  // The screens --------------------------------------------------------------------------

  const near = (values) =>
    flares.ordered(spotsNear(values, model.get("nearest"), state.tried), (spot) => ({
      ...values,
      spot,
    }));

  const SCREENS = {
    setup: () =>
      setupScreen({
        model,
        ask,
        offer: state.offer,
        flares,
        lock,
        above: state.offer.moved_from ? [] : [unfinished.element],
        below: settings.element,
        start,
      }),
    settling: () =>
      settlingScreen({
        chosen: chosen(),
        settle_s: model.get("settings").settle_s,
        begin: beginSettled,
        cancel: cancelSettling,
      }),
    hold: () =>
      holdScreen({
        from: elapsed(),
        hold: led,
        pace: device.get,
        spots: near(led().values),
        actions: {
          rated,
          skipped: () => mark({ type: "skipped" }),
          stay: () => mark({ type: "stayed" }),
          move,
          elsewhere: () => move(null),
          stop: tooMuch,
          slept: onJump,
          pause,
          carryOn,
          cancel: () => discard(led()),
        },
      }),
    rating: () => ratingScreen({ hold: led(), rated: finish, slept: onJump }),
    unsure: () =>
      unsureScreen({
        hold: led(),
        words: led().unsure,
        ended(outcome) {
          dispatch({ type: "outcome given", outcome });
          show();
        },
        discard: () => discard(led()),
      }),
    saved() {
      const { last } = state;
      if (!last) throw new Error("no hold is over");
      return savedScreen({
        hold: last,
        next: {
          spot: () => setUp(nextOffer(last.values, near(last.values))),
          muscle: () => setUp(FIRST_OFFER),
          done: () => setUp(FIRST_OFFER),
          undo: () => undo(last),
          later: (answered) => askLater(last, answered),
        },
      });
    },
  };

  const show = () => screens.show(SCREENS[state.screen]());

  function setUp(offer) {
    dispatch({ type: "set up", offer });
    showSetup();
  }

  function showSetup() {
    lock.release();
    unfinished.show();
    show();
    screens.current().element.addEventListener("click", hushed, { capture: true });
  }

  /** Whoever goes on has read what was done, and it must not lie over what comes next. */
  function hushed() {
    if (status.element.dataset.tone !== "failed") status.clear();
  }

  /** What is being chosen here stays as it is. */
  function lookAgain() {
    if (!state.hold) unfinished.show();
  }

  // A hold -------------------------------------------------------------------------------

  function start(given) {
    if (!safety.isClear()) return askFirst();
    sounds.wake();
    status.clear();
    // Whoever moves lies on the tool already.
    const settles = model.get("settings").settle_s > 0 && !linkedTo(given.choice);
    return settles ? settle(given) : begin(given);
  }

  function askFirst() {
    status.say("Answer the safety questions first.");
    safety.open();
  }

  /** The attempt that a hold of this choice continues, or none. */
  function linkedTo(choice) {
    const { moved_from = null, muscle = null } = state.offer;
    return choice.muscle === muscle ? moved_from : null;
  }

  /** Time to lie down on the tool: the hold and its record begin after it. */
  function settle(given) {
    lock.request();
    dispatch({ type: "settling", chosen: given });
    show();
  }

  function beginSettled() {
    if (safety.isClear()) return begin(chosen());
    cancelSettling();
    return askFirst();
  }

  function cancelSettling() {
    dispatch({ type: "settling cancelled" });
    showSetup();
  }

  function begin({ choice, pain_before }) {
    const moved_from = linkedTo(choice);
    const timing = model.get("settings");
    const hold = newHold({ choice, pain_before, moved_from, timing, tab });
    dispatch({ type: "started", hold, isLinked: Boolean(moved_from) });
    sounds.now("start");
    lead(0);
  }

  function lead(from) {
    lock.request();
    schedule(from);
    beat = from;
    const jumped = (seconds) => dispatch({ type: "clock jumped", seconds });
    clock = holdClock({ from, tick, slept, jumped });
    show();
  }

  /** The clock and the cues stand still; a reload in the meantime finds them so. */
  function pause() {
    dispatch({ type: "paused" });
    halt();
    wait();
    screens.current().tick(elapsed());
  }

  /** Another window sees that this hold is still led from here. */
  function wait() {
    waiting = setInterval(keepTime, 1000 * BEAT_S);
  }

  function carryOn() {
    halt();
    dispatch({ type: "continued" });
    lead(elapsed());
  }

  function schedule(from) {
    sounds.callAllOff();
    const { check_s, hold_s } = led();
    if (from < check_s) sounds.ahead("check", check_s - from);
    sounds.ahead("end", hold_s - from);
  }

  function tick(now, before) {
    const { check_s, hold_s } = led();
    if (before < check_s && now >= check_s) sounds.due("check");
    if (now >= hold_s) return end();
    if (now - beat >= BEAT_S) {
      beat = now;
      keepTime();
    }
    return screens.current().tick(now);
  }

  function halt() {
    clock?.stop();
    clock = null;
    clearInterval(waiting);
    lock.release();
    sounds.callAllOff();
  }

  function end() {
    sounds.due("end");
    dispatch({ type: "ended" });
    halt();
    show();
  }

  function rated(pain) {
    const fell = pain < led().values.pain_before;
    const stay = !fell && model.get("settings").lot ? drawStay() : null;
    dispatch({ type: "rated", pain, stay });
    sounds.now(fell ? "lower" : stay ? "stay" : "move");
    screens.current().tick(elapsed());
  }

  function mark(event) {
    dispatch(event);
    screens.current().tick(elapsed());
  }

  /** Go on at a spot of the same muscle; null where it is still to be chosen. */
  function move(to) {
    dispatch({ type: "moved", to, near: near(led().values) });
    halt();
    showSetup();
  }

  function tooMuch() {
    dispatch({ type: "stopped" });
    store.ask(state.hold);
    halt();
    sounds.now("stop");
    show();
  }

  function finish(pain) {
    dispatch({ type: "finished", pain });
    store.ask(null);
    show();
    const kept = state.last && store.read(state.last.id);
    if (!kept) screens.current().tell({ meaning: "You left the rating out." });
    if (kept?.refused) screens.current().refuse(kept.refused);
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
    dispatch({ type: "undone", id: newEntryId(), kept: store.read(last.id) });
    show();
  }

  // What the clock cannot know -------------------------------------------------------------

  function slept({ elapsed: now }) {
    schedule(Math.min(now, led().hold_s));
    if (now < led().hold_s) return false;
    unsure(STOOD_STILL);
    return true;
  }

  function onJump(did) {
    if (did) return unsure(DEVICE_SLEPT);
    dispatch({ type: "clock jumped", seconds: null });
    return led().stage === "rating" ? show() : screens.current().tick(elapsed());
  }

  function unsure(words) {
    dispatch({ type: "clock failed", words });
    halt();
    show();
  }

  // What was under way ---------------------------------------------------------------------

  function complete(hold) {
    dispatch({ type: "completed", hold });
    if (state.screen === "unsure") unsure(PAGE_CLOSED);
    else show();
  }

  function discard(hold) {
    if (hold.id === state.hold?.id) halt();
    dispatch({ type: "discarded", hold });
    if (!state.hold) showSetup();
  }

  /** The hold that this page led before it was loaded anew, or none. */
  function ledBefore() {
    const mine = store
      .all()
      .find(
        (one) => one.tab === tab && (isFresh(one) || canGoOn(one)) && UNDER_WAY.includes(one.stage),
      );
    // A stopped hold was saved at once; its rating may still be added.
    return mine ?? store.asked();
  }

  function goOn(hold) {
    dispatch({ type: "resumed", hold });
    const away = Math.max(0, Date.now() - hold.seen_at) / 1000;
    const from = hold.elapsed_s + away;
    if (state.screen === "rating") show();
    else if (state.screen === "unsure") unsure(hold.unsure);
    else if (hold.paused) {
      wait();
      show();
    } else if (from < hold.hold_s) lead(from);
    else end();
  }

  // The page -------------------------------------------------------------------------------

  function onSafety() {
    if ((clock || state.hold?.paused) && safety && !safety.isClear()) tooMuch();
  }
  const onChoices = () => screens.current().refresh?.();
  const onStorage = () => lookAgain();
  const onVisible = () => {
    if (document.hidden) return;
    if (clock) schedule(elapsed());
    // The interval of a page that nobody sees is slowed down.
    else keepTime();
  };

  safety = safetyCheck({ model, rpc, status, changed: onSafety });
  const lingering = lingeringCheck({ model, ask });
  el.replaceChildren(
    createElement(
      "div",
      { class: "tk-entry tk-coach", "data-lm-suppress-shortcuts": "true" },
      sampleBanner(model),
      safety.element,
      lingering.element,
      screens.element,
      status.element,
    ),
  );
  const before = ledBefore();
  if (before) goOn(before);
  else setUp(linkedOffer(location.search, model.get("choices")));
  screens.settle();
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
    clearInterval(waiting);
    unfinished.stop();
    screens.stop();
    safety.stop();
    lingering.stop();
    settings.stop();
    delivery.stop();
    sounds.stop();
    lock.stop();
    rpc.stop();
    model.off("change:repeats", onChoices);
    model.off("change:flare_ups", onChoices);
    model.off("change:choices", onChoices);
    window.removeEventListener("pagehide", keepTime);
    window.removeEventListener("storage", onStorage);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

export default { render };
