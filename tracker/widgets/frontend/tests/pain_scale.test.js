// The pain scale's words: what a step is called, and the earlier rating beside it.

import { expect, test } from "vitest";
import { comparedHint, painName } from "../parts/pain_scale.js";

test("the ends say what they mean, every other step its number", () => {
  expect(painName(0)).toBe("0 no pain");
  expect(painName(10)).toBe("10 worst imaginable");
  expect(painName(5)).toBe("5");
  expect(painName(5.5)).toBe("5.5");
});

test("an earlier rating stands before the hint, also a rating of zero", () => {
  expect(comparedHint(null, "You may skip it.")).toBe("You may skip it.");
  expect(comparedHint(0, "")).toBe("It was 0 before. ");
  expect(comparedHint(6, "You may skip it.")).toBe("It was 6 before. You may skip it.");
});
