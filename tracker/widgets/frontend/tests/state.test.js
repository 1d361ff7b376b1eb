// The coach's state: what each event makes of a hold, and what the person sees then.

import { describe, expect, test } from "vitest";
import { FIRST_OFFER } from "../coach/offers.js";
import { INITIAL, reduce } from "../coach/state.js";

/** @type {import("../coach/record.js").Hold} */
const HOLD = {
  id: "one",
  sequence: 0,
  stage: "holding",
  values: {
    muscle: "piriformis",
    spot: "near the sacrum",
    side: "left",
    tool: "ball",
    pressure: "light",
    pain_before: 6,
    outcome: "held",
    moved_from: null,
  },
  check_s: 30,
  hold_s: 90,
  elapsed_s: 0,
  seen_at: 0,
};

/** Run events one after the other, each a second after the one before. */
function replay(...events) {
  return events.reduce((state, event, place) => {
    const stamp = { at: `at ${place}`, seen_at: 1000 * place, tab: "this" };
    return reduce(state, { ...stamp, ...event });
  }, INITIAL);
}

const STARTED = { type: "started", hold: HOLD, isLinked: false };

describe("a hold to its end", () => {
  test("starting it shows it and keeps its first step", () => {
    const state = replay(STARTED);
    expect(state.screen).toBe("hold");
    expect(state.tried).toEqual(["near the sacrum"]);
    expect(state.changed).toEqual([state.hold]);
    expect(state.hold).toMatchObject({ sequence: 1, at: "at 0", tab: "this", stage: "holding" });
  });

  test("the passing of time is kept, and is no step", () => {
    const state = replay(STARTED, { type: "time passed", elapsed_s: 12.5 });
    expect(state.hold).toMatchObject({ sequence: 1, elapsed_s: 12.5, seen_at: 1000 });
    expect(state.changed).toEqual([state.hold]);
  });

  test("a rating at the check is part of the record; the lot only where it was drawn", () => {
    const fell = replay(STARTED, { type: "rated", pain: 4, stay: null });
    expect(fell.hold?.values.pain_30s).toBe(4);
    expect(fell.hold?.values).not.toHaveProperty("stay_assigned");
    const drawn = replay(STARTED, { type: "rated", pain: 6, stay: false });
    expect(drawn.hold?.values.stay_assigned).toBe(false);
    expect(drawn.screen).toBe("hold");
  });

  test("its end asks for the last rating, and that saves it", () => {
    const ended = replay(STARTED, { type: "ended", elapsed_s: 90.1 });
    expect(ended.screen).toBe("rating");
    expect(ended.hold).toMatchObject({ stage: "rating", values: { held_s: 90 } });
    const saved = replay(STARTED, { type: "ended" }, { type: "finished", pain: 3 });
    expect(saved.screen).toBe("saved");
    expect(saved.hold).toBeNull();
    expect(saved.last).toMatchObject({
      stage: "saving",
      rates: false,
      values: { pain_after: 3, outcome: "held" },
    });
    expect(saved.changed).toEqual([saved.last]);
  });

  test("a rating that is skipped is null", () => {
    const saved = replay(STARTED, { type: "ended" }, { type: "finished", pain: null });
    expect(saved.last?.values.pain_after).toBeNull();
    expect(saved.last?.stage).toBe("saving");
  });
});

describe("before the hold begins", () => {
  const chosen = { choice: { muscle: "psoas", spot: "upper", side: "left" }, pain_before: 6 };

  test("settling in keeps nothing yet", () => {
    const state = replay({ type: "settling", chosen });
    expect(state).toMatchObject({ screen: "settling", hold: null, chosen, changed: [] });
  });

  test("settling in that is cancelled goes back to the set-up with what was chosen", () => {
    const offer = { title: "Move the tool", moved_from: "zero", muscle: "psoas" };
    const state = replay(
      { type: "set up", offer },
      { type: "settling", chosen },
      { type: "settling cancelled" },
    );
    expect(state).toMatchObject({ screen: "setup", hold: null, chosen: null, changed: [] });
    expect(state.offer).toEqual({ ...offer, choice: chosen.choice });
  });

  test("the hold begins after it", () => {
    const state = replay({ type: "settling", chosen }, STARTED);
    expect(state).toMatchObject({ screen: "hold", chosen: null, hold: { elapsed_s: 0 } });
  });
});

describe("a hold that is paused", () => {
  const PAUSED = { type: "paused", elapsed_s: 20.4 };

  test("is a step that is kept, with the time it stands still at", () => {
    const state = replay(STARTED, PAUSED);
    expect(state.screen).toBe("hold");
    expect(state.hold).toMatchObject({ paused: true, elapsed_s: 20.4, sequence: 2 });
    expect(state.changed).toEqual([state.hold]);
  });

  test("has its page seen and gets no longer by waiting", () => {
    const state = replay(STARTED, PAUSED, { type: "time passed" }, { type: "time passed" });
    expect(state.hold).toMatchObject({ paused: true, elapsed_s: 20.4, seen_at: 3000, sequence: 2 });
  });

  test("goes on where it was", () => {
    const state = replay(STARTED, PAUSED, { type: "time passed" }, { type: "continued" });
    expect(state.hold).toMatchObject({ paused: false, elapsed_s: 20.4, sequence: 3 });
    expect(state.screen).toBe("hold");
  });

  test("is found so by a page that is opened again", () => {
    const hold = { ...HOLD, paused: true, elapsed_s: 20.4 };
    expect(replay({ type: "resumed", hold })).toMatchObject({ screen: "hold", hold });
  });

  test("can be stopped, at what was held, and is paused no more", () => {
    const state = replay(STARTED, PAUSED, { type: "stopped" });
    expect(state.hold).toMatchObject({ paused: false, values: { outcome: "stopped", held_s: 20 } });
  });

  test("is paused no more where the clock failed", () => {
    const state = replay(STARTED, PAUSED, { type: "clock failed", words: "It slept." });
    expect(state.hold).toMatchObject({ paused: false, unsure: "It slept." });
  });

  test("can be cancelled, and is let go", () => {
    const { hold } = replay(STARTED, PAUSED);
    const state = replay(STARTED, PAUSED, { type: "discarded", hold });
    expect(state).toMatchObject({ screen: "setup", hold: null });
    expect(state.changed.map(({ id, stage }) => [id, stage])).toEqual([["one", "discarding"]]);
  });
});

describe("a hold that is left before its end", () => {
  test("moving saves it as moved and offers the next spot", () => {
    const state = replay(STARTED, {
      type: "moved",
      to: null,
      near: ["middle"],
      elapsed_s: 33.6,
    });
    expect(state.screen).toBe("setup");
    expect(state.hold).toBeNull();
    expect(state.changed[0]).toMatchObject({
      stage: "saving",
      values: { outcome: "moved", held_s: 34 },
    });
    expect(state.offer).toMatchObject({ moved_from: "one", muscle: "piriformis" });
    expect(state.offer.suggestions[0].choice.spot).toBe("middle");
  });

  test("a chain of moves remembers the spots that were tried, another muscle forgets them", () => {
    const moved = { type: "moved", to: "middle", near: [] };
    const second = { ...HOLD, id: "two", values: { ...HOLD.values, spot: "middle" } };
    const linked = replay(STARTED, moved, { type: "started", hold: second, isLinked: true });
    expect(linked.tried).toEqual(["near the sacrum", "middle"]);
    const anew = replay(STARTED, moved, { type: "started", hold: second, isLinked: false });
    expect(anew.tried).toEqual(["middle"]);
    expect(replay(STARTED, moved, { type: "set up", offer: FIRST_OFFER }).tried).toEqual([]);
  });

  test("stopping saves it at once, never longer than the hold; a rating is added", () => {
    const stopped = replay(STARTED, { type: "stopped", elapsed_s: 400 });
    expect(stopped.screen).toBe("rating");
    expect(stopped.hold).toMatchObject({
      stage: "saving",
      values: { outcome: "stopped", held_s: 90 },
    });
    const rated = replay(STARTED, { type: "stopped" }, { type: "finished", pain: 8 });
    expect(rated.last).toMatchObject({ rates: true, sequence: 3, values: { pain_after: 8 } });
    const left = replay(STARTED, { type: "stopped" }, { type: "finished", pain: null });
    expect(left.last?.sequence).toBe(2);
    expect(left.changed).toEqual([]);
  });
});

describe("what the clock cannot know", () => {
  test("a jump is asked about where the person is, and its answer takes it away", () => {
    const jumped = replay(STARTED, { type: "clock jumped", seconds: 40 });
    expect(jumped.hold?.jumped).toBe(40);
    expect(jumped.screen).toBe("hold");
    const ended = replay(STARTED, { type: "ended" }, { type: "clock jumped", seconds: null });
    expect(ended.hold?.jumped).toBeNull();
    expect(ended.screen).toBe("rating");
  });

  test("where the clock failed the person says how it ended", () => {
    const failed = { type: "clock failed", words: "It slept." };
    const state = replay(STARTED, failed);
    expect(state.screen).toBe("unsure");
    expect(state.hold).toMatchObject({ unsure: "It slept.", values: { held_s: null } });
    const held = replay(STARTED, failed, { type: "outcome given", outcome: "held" });
    expect(held.hold).toMatchObject({ stage: "rating", unsure: null, values: { held_s: 90 } });
    const stopped = replay(STARTED, failed, { type: "outcome given", outcome: "stopped" });
    expect(stopped.hold?.values).toMatchObject({ outcome: "stopped", held_s: null });
    expect(stopped.screen).toBe("rating");
  });

  test("a page that is opened again goes on where the hold is", () => {
    const open = (hold) => replay({ type: "resumed", hold }).screen;
    expect(open(HOLD)).toBe("hold");
    expect(open({ ...HOLD, unsure: "It slept." })).toBe("unsure");
    expect(open({ ...HOLD, stage: "rating" })).toBe("rating");
    expect(open({ ...HOLD, stage: "saving" })).toBe("rating");
    expect(replay({ type: "resumed", hold: HOLD }).changed).toEqual([]);
  });

  test("a hold of another page is taken over with its next step", () => {
    const state = replay({ type: "completed", hold: { ...HOLD, sequence: 7, tab: "other" } });
    expect(state.screen).toBe("unsure");
    expect(state.hold).toMatchObject({ sequence: 8, tab: "this" });
    const rating = replay({ type: "completed", hold: { ...HOLD, stage: "rating" } });
    expect(rating.screen).toBe("rating");
  });
});

describe("taking back", () => {
  const SAVED = [STARTED, { type: "ended" }, { type: "finished", pain: 3 }];

  test("undo takes the saved one out and asks for the rating anew, under another name", () => {
    const kept = { ...HOLD, sequence: 9, stage: "saving" };
    const state = replay(...SAVED, { type: "undone", id: "two", kept });
    expect(state.screen).toBe("rating");
    expect(state.hold).toMatchObject({
      id: "two",
      sequence: 1,
      stage: "rating",
      values: { pain_after: null },
    });
    expect(state.changed).toEqual([{ ...kept, stage: "taking back", sequence: 10 }, state.hold]);
  });

  test("discarding lets a hold go, and leads to the beginning", () => {
    const refused = { ...HOLD, sequence: 4, refused: "It is too long." };
    const state = replay(STARTED, { type: "discarded", hold: refused });
    expect(state.screen).toBe("setup");
    expect(state.hold).toBeNull();
    expect(state.offer).toBe(FIRST_OFFER);
    expect(state.changed[0]).toMatchObject({
      stage: "discarding",
      sequence: 5,
      refused: undefined,
    });
  });

  test("discarding another one leaves the hold under way", () => {
    const state = replay(STARTED, { type: "discarded", hold: { ...HOLD, id: "other" } });
    expect(state.hold?.id).toBe("one");
    expect(state.screen).toBe("hold");
    expect(state.changed).toMatchObject([{ id: "other", stage: "discarding" }]);
  });
});

test("what comes after a hold is over changes nothing", () => {
  for (const event of [
    { type: "time passed", elapsed_s: 5 },
    { type: "rated", pain: 5, stay: null },
    { type: "paused" },
    { type: "continued" },
    { type: "settling cancelled" },
    { type: "stopped" },
    { type: "undone", id: "two", kept: null },
  ]) {
    expect(replay(event)).toEqual(INITIAL);
  }
});

test("no event changes the state it came upon", () => {
  const frozen = Object.freeze({ ...INITIAL, hold: Object.freeze(HOLD) });
  reduce(frozen, { type: "ended", at: "", seen_at: 0, tab: "" });
  expect(frozen.hold.values).not.toHaveProperty("held_s");
});
