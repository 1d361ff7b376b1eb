// A hold as a value: its moments, what it offers next, and how its times are written.

import { describe, expect, test } from "vitest";
import { moveOffer, nextOffer, spotsNear } from "../coach/offers.js";
import { draftOf, holdFromDraft, momentOf, newHold } from "../coach/record.js";
import { newEntryId } from "../parts/elements.js";
import { localIso } from "../parts/time.js";

const timing = { check_s: 30, hold_s: 90 };
const choice = { muscle: "psoas", spot: "upper", side: "left", tool: "ball", pressure: null };
const hold = newHold({ choice, pain_before: 6, moved_from: null, timing, tab: "this" });
const rated = (pain_30s, more = {}) => ({ ...hold, values: { ...hold.values, pain_30s, ...more } });

describe("the moment of a hold", () => {
  test.each([
    [hold, 0, "settle"],
    [hold, 29.9, "settle"],
    [hold, 30, "ask"],
    [hold, 59.9, "ask"],
    [hold, 60, "hold"],
    [{ ...hold, skipped: true }, 31, "hold"],
    [{ ...hold, paused: true }, 12, "paused"],
    [{ ...rated(7), paused: true }, 31, "paused"],
    [rated(5), 31, "lower"],
    [rated(6), 31, "move"],
    [rated(7), 31, "move"],
    [{ ...rated(7), stays: true }, 31, "stay"],
    [rated(6, { stay_assigned: true }), 31, "drawn"],
    [rated(6, { stay_assigned: false }), 31, "move"],
    [rated(0), 31, "lower"],
  ])("is told by what is known and by the clock", (one, elapsed, moment) => {
    expect(momentOf(one, elapsed)).toBe(moment);
  });
});

test("a hold survives the diary's draft of it", () => {
  const draft = draftOf({ ...hold, sequence: 3, at: "2026-11-24T18:00:00.000+01:00" });
  const back = holdFromDraft(JSON.parse(JSON.stringify(draft)));
  expect(back).toMatchObject({ id: hold.id, sequence: 3, stage: "holding", ...timing });
  expect(back.values).toMatchObject({ ...choice, pain_before: 6, pain_30s: null });
  expect(back.seen_at).toBe(Date.UTC(2026, 10, 24, 17));
});

describe("what is offered", () => {
  const nearest = { psoas: { upper: ["middle", "lower", "low", "outer"] } };

  test("the near spots come with those tried last", () => {
    expect(spotsNear(choice, nearest, ["middle"])).toEqual(["lower", "low", "outer", "middle"]);
    expect(spotsNear({ ...choice, spot: "unknown" }, nearest, [])).toEqual([]);
  });

  test("a move is linked to its try; a named spot is chosen already", () => {
    const open = moveOffer({ id: "one", values: choice }, ["middle"], null);
    expect(open).toMatchObject({ moved_from: "one", muscle: "psoas", choice: null });
    expect(open.suggestions).toEqual([{ choice: { ...choice, spot: "middle" } }]);
    const named = moveOffer({ id: "one", values: choice }, ["middle"], "lower");
    expect(named.suggestions).toEqual([]);
    expect(named.choice).toEqual({ ...choice, spot: "lower" });
  });

  test("after a press, three near spots and the other side", () => {
    const { suggestions = [], moved_from } = nextOffer(choice, nearest.psoas.upper);
    expect(suggestions.map(({ choice: { spot, side } }) => `${side} ${spot}`)).toEqual([
      "left middle",
      "left lower",
      "left low",
      "right upper",
    ]);
    expect(moved_from).toBeUndefined();
  });
});

test("an entry's id is a UUID of version 7 that sorts by its time", () => {
  const id = newEntryId();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const age = Date.now() - Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  expect(age).toBeGreaterThanOrEqual(0);
  expect(age).toBeLessThan(1000);
});

test("a moment is written in local time with its offset", () => {
  const moment = new Date(2026, 2, 5, 7, 8, 9, 10);
  expect(localIso(moment)).toMatch(/^2026-03-05T07:08:09\.010[+-]\d\d:\d\d$/);
  expect(new Date(localIso(moment)).getTime()).toBe(moment.getTime());
});
