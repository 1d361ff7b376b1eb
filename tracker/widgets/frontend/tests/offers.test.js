// What the address of the hold page asks for is offered, and nothing that the diary does not know.

import { expect, test } from "vitest";
import { askedOffer } from "../coach/offers.js";

const KNOWN = {
  muscles: [{ name: "psoas", spots: [{ name: "beside the navel" }] }],
  tools: ["lacrosse ball"],
};
const asked = (search) => askedOffer({ search }, KNOWN)?.choice ?? null;
const SPOT = { muscle: "psoas", spot: "beside the navel", side: "left" };

test("a spot, its side and its tool", () => {
  const search = "?muscle=psoas&spot=beside+the+navel&side=left&tool=lacrosse+ball";
  expect(asked(search)).toEqual({ ...SPOT, tool: "lacrosse ball", pressure: null });
});

test("without a tool that is known, the usual one is left to be found", () => {
  expect(asked("?muscle=psoas&spot=beside+the+navel&side=left&tool=hammer")).toEqual(SPOT);
});

test.each([
  "",
  "?muscle=psoas",
  "?muscle=psoas&spot=nowhere&side=left",
  "?muscle=psoas&spot=beside+the+navel&side=up",
  "?muscle=<b>&spot=beside+the+navel&side=left",
])("nothing is offered for %s", (search) => {
  expect(asked(search)).toBe(null);
});
