// A dialog in which a spot is picked on the body or by its name, and one of one's own is placed.

import { button, createElement, uniqueId } from "../parts/elements.js";
import { statusLine } from "../parts/status.js";
import { localIso } from "../parts/time.js";
import { alike } from "./figure.js";
import { bodyKey } from "./key.js";
import { ownPlace } from "./own_place.js";
import { placingCross } from "./placing_cross.js";
import { spotMenus } from "./spot_menus.js";
import { bodyView } from "./view.js";

const PICK_HINT = "Tap a cross, or choose by name.";
const PLACE_HINT = "Tap the figure where your spot is.";
const PLACE_KEYS = " Or move the cross with the arrow keys, finely with Shift.";
const DRAWING = "The body is being drawn. You can choose by name already.";

/**
 * @param ask from `askWithStatus`, over a widget with a `SpotPicker`
 * @param choices () gives { muscles } as the log form offers them
 * @param chosen () gives what is chosen on the page: { muscle, spot, side }, each may be null
 * @param done ({ muscle, spot, side }) a spot was picked; the dialog is closed by then
 */
export function spotPicker({ ask, choices, chosen, done }) {
  const title = createElement(
    "h2",
    { id: uniqueId("picker"), class: "tk-title", tabindex: "-1", autofocus: true },
    "Where do you press?",
  );
  const status = statusLine();
  const menus = spotMenus({ changed: () => showPicked() });
  const own = ownPlace({ changed: showWords });
  const place = createElement(
    "div",
    {},
    createElement("p", { class: "tk-hint tk-picker-wait", role: "status" }, DRAWING),
  );
  const name = createElement("p", { class: "tk-picker-name" });
  const find = createElement("p", { class: "tk-hint" });
  const words = createElement(
    "div",
    { class: "tk-picker-words", "aria-live": "polite" },
    name,
    find,
  );
  const opener = button("Place a spot of my own", () => beginPlacing(null));
  const mover = button("", () => beginPlacing(picked()), { look: "quiet" });
  const go = button("", () => (placing ? setPlace() : finish()), { look: "primary" });
  const back = button("Cancel", () => (placing ? endPlacing() : dialog.close()));
  const openers = createElement("div", { class: "tk-row" }, opener, mover);
  const meaning = createElement("div", {});
  const dialog = createElement(
    "dialog",
    {
      class: "tk-entry tk-body tk-picker",
      "aria-labelledby": title.id,
      // JupyterLab would take arrow keys and letters for its own shortcuts.
      "data-lm-suppress-shortcuts": "true",
    },
    createElement(
      "div",
      { class: "tk-picker-head" },
      title,
      button("×", () => dialog.close(), { look: "quiet", label: "Close without choosing" }),
    ),
    createElement(
      "div",
      { class: "tk-picker-scroll" },
      createElement(
        "div",
        { class: "tk-body-columns" },
        createElement("div", { class: "tk-body-figure" }, place),
        createElement(
          "div",
          { class: "tk-body-beside" },
          menus.element,
          own.element,
          openers,
          meaning,
        ),
      ),
      status.element,
    ),
    createElement(
      "div",
      { class: "tk-picker-foot" },
      words,
      createElement("div", { class: "tk-row" }, go, back),
    ),
  );

  /** @type {any} */
  let body = null;
  let marks = [];
  let muscles = [];
  /** @type {any} */
  let lookedAt = null;
  // Null, or what is placed: a spot of the person's own, or {} for a new one.
  /** @type {any} */
  let placing = null;
  let isPlaced = false;

  const picked = () => marks.find((mark) => alike(mark, menus.get())) ?? null;

  function take(answer) {
    if (answer.figure && !body) draw(answer.figure, answer.key);
    ({ marks, muscles } = answer);
    body.figure.show(marks);
    menus.offer(muscles);
    if (answer.chosen) menus.show(answer.chosen);
    showPicked();
  }

  function draw(drawing, key) {
    body = bodyView(drawing, {
      choose,
      isPlacing: () => placing !== null,
      place: (at) => moveTo(at ?? body.cross.at()),
      look(mark) {
        lookedAt = mark;
        showWords();
      },
    });
    body.cross = placingCross({
      bounds: drawing,
      set: moveTo,
      moved: moveTo,
      cancel: endPlacing,
    });
    body.figure.element.append(body.cross.element);
    place.replaceChildren(body.element);
    const legend = bodyKey(drawing, body.figure.id);
    legend.show(key);
    meaning.replaceChildren(legend.element);
  }

  function choose(mark) {
    body.chooser.close();
    menus.show(mark);
    showPicked();
  }

  function showPicked() {
    const { muscle, side } = menus.get();
    body?.figure.press(picked());
    body?.figure.light(muscle || null, side);
    const mark = picked();
    body?.turnTo(mark ? [mark] : marks.filter((one) => one.muscle === muscle));
    showWords();
  }

  function showWords() {
    if (placing) showPlacingWords();
    else {
      const mark = lookedAt ?? picked();
      name.textContent = mark?.name ?? choiceInWords(menus.get());
      find.textContent = mark?.said ?? PICK_HINT;
    }
    find.hidden = !find.textContent;
    const nameFirst = placing && !placing.spot && !own.isWhole();
    go.textContent = !placing ? "Use this spot" : nameFirst ? "Next: name it" : "Set this place";
    showOpeners();
  }

  function showPlacingWords() {
    const near = body.figure.nearest(body.cross.at());
    name.textContent = isPlaced && near ? `Near: ${near.name}` : "";
    find.textContent = PLACE_HINT + (matchMedia("(hover: hover)").matches ? PLACE_KEYS : "");
    const nearest = near ? `, nearest to ${near.name}` : "";
    body.cross.name(`Place of ${placing.spot ?? "my own spot"}${nearest}; arrow keys move it`);
  }

  function showOpeners() {
    const mark = picked();
    openers.hidden = Boolean(placing) || !body;
    mover.hidden = !mark?.own;
    mover.textContent = mark?.x === null ? `Place “${mark.spot}”` : `Move “${mark?.spot}”`;
  }

  function beginPlacing(spot) {
    placing = spot ?? {};
    isPlaced = false;
    status.clear();
    body.chooser.close();
    if (spot && spot.x !== null) {
      body.cross.move(spot);
      body.reveal(spot);
    }
    if (!body.figure.holds(body.cross.at())) body.cross.move(body.figure.centre());
    if (!spot) own.begin(muscles, menus.get().muscle);
    showPlacing();
    body.cross.focus();
    body.element.scrollIntoView({ block: "nearest" });
  }

  function endPlacing() {
    placing = null;
    own.end();
    showPlacing();
    opener.focus();
  }

  function showPlacing() {
    menus.element.hidden = Boolean(placing);
    body.figure.element.classList.toggle("tk-placing", Boolean(placing));
    body.cross.show(Boolean(placing));
    showWords();
  }

  function moveTo(at) {
    isPlaced = true;
    body.cross.move(at);
    body.reveal(at);
    own.propose(body.figure.nearest(at)?.muscle);
    status.clear();
    showWords();
  }

  function setPlace() {
    if (!placing.spot && !own.isWhole()) return own.focus();
    const { x, y } = body.cross.at();
    const { muscle, name: called } = placing.spot
      ? { muscle: placing.muscle, name: placing.spot }
      : own.get();
    const move = Boolean(placing.spot);
    const at = localIso(new Date());
    ask(
      { type: "place", x, y, muscle, name: called, move, at },
      {
        aloud: status,
        done(answer) {
          endPlacing();
          take(answer);
          status.say(answer.text, { tone: "done" });
          go.focus();
        },
        problems(problems) {
          own.showProblems(problems);
          const elsewhere = problems.placed ?? problems.added_at;
          if (elsewhere) status.say(`NOT PLACED: ${elsewhere}`, { tone: "failed" });
        },
      },
    );
  }

  function finish() {
    const { muscle, spot, side } = menus.get();
    if (!(muscle && spot && side)) {
      status.say("Choose a muscle, a spot and a side first.", { tone: "failed" });
      return menus.focus();
    }
    dialog.close();
    done({ muscle, spot, side });
  }

  dialog.addEventListener("pointerdown", (event) => {
    if (body && !body.chooser.element.contains(event.target)) body.chooser.close();
    // The ground around the dialog is the dialog's own.
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !placing) return;
    event.preventDefault();
    endPlacing();
  });
  dialog.addEventListener("close", () => {
    if (placing) endPlacing();
    dialog.remove();
  });

  return {
    open() {
      if (dialog.open) return;
      document.body.append(dialog);
      status.clear();
      muscles = choices().muscles.map((one) => ({ ...one, spots: one.spots.map((s) => s.name) }));
      menus.offer(muscles);
      menus.show(chosen());
      showPicked();
      dialog.showModal();
      ask({ type: "map", figure: !body }, { aloud: status, done: take });
    },
    stop() {
      dialog.remove();
      body?.stop();
    },
  };
}

/** What is chosen so far, in words. */
function choiceInWords({ muscle, spot, side }) {
  return [[side, muscle].filter(Boolean).join(" "), spot].filter(Boolean).join(", ");
}
