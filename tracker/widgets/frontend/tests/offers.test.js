// What the coach offers to press: at first, and where a link asks for a spot.

import { describe, expect, test } from "vitest";
import { FIRST_OFFER, linkedOffer } from "../coach/offers.js";

const CHOICES = {
  muscles: [{ name: "psoas", spots: [{ name: "beside the navel" }] }],
  sides: ["left", "right"],
  tools: ["lacrosse ball"],
};
const PLACE = "?muscle=psoas&spot=beside+the%20navel&side=left";

describe("a link to the coach", () => {
  test("chooses the spot, the side and the tool", () => {
    const { choice, title } = linkedOffer(`${PLACE}&tool=lacrosse+ball`, CHOICES);
    expect(title).toBe(FIRST_OFFER.title);
    expect(choice).toEqual({
      muscle: "psoas",
      spot: "beside the navel",
      side: "left",
      tool: "lacrosse ball",
    });
  });

  test("leaves the tool to the coach where it names none that is known", () => {
    const place = { muscle: "psoas", spot: "beside the navel", side: "left" };
    expect(linkedOffer(PLACE, CHOICES).choice).toEqual(place);
    expect(linkedOffer(`${PLACE}&tool=anvil`, CHOICES).choice).toEqual(place);
  });

  test.each(["", "?muscle=psoas", "?muscle=psoas&spot=anywhere&side=left", `${PLACE}ish`])(
    "asks for nothing where a name is missing or not known: %s",
    (search) => expect(linkedOffer(search, CHOICES)).toBe(FIRST_OFFER),
  );
});
