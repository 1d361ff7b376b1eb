// Every form saves, edits, deletes, undoes and keeps drafts, above the list of its entries.

import { formControls } from "../parts/controls.js";
import { announceChange, button, createElement, sampleBanner } from "../parts/elements.js";
import { askWithStatus, rpcClient } from "../parts/rpc.js";
import { statusLine } from "../parts/status.js";
import { localIso, wallClock } from "../parts/time.js";
import { draftKeeper } from "./drafts.js";
import { entryList } from "./list.js";

/**
 * @param controls, arrange as `formControls` takes them.
 * @param moment the name of the field that says when.
 * @param initial what a new entry begins with, by field name.
 * @param kept the fields that stay as they are after saving, and
 * @param carry (values) what they are to be then.
 * @param words as { title, save, entries, empty }.
 * @param body the elements of the form, in order.
 * @param corner a button beside the title, or null.
 * @param modeChanged (editing) the form holds an entry of the diary now, or a new one.
 */
export function entryForm({
  model,
  el,
  moment,
  initial,
  kept,
  carry = (values) => values,
  words,
  body,
  corner,
  modeChanged = /** @param {boolean} _editing */ (_editing) => {},
  ...fields
}) {
  const controls = formControls(fields.controls, fields.arrange);
  const rpc = rpcClient(model);
  const status = statusLine();
  const ask = askWithStatus(rpc, status);
  const title = createElement("h2", { class: "tk-title", tabindex: "-1" }, words.title);
  const submit = createElement(
    "button",
    { type: "submit", class: "tk-button tk-primary" },
    words.save,
  );
  const cancel = button("Cancel", () => stopEditing(), { look: "plain" });
  const form = createElement(
    "form",
    { class: "tk-panel", novalidate: true, autocomplete: "off" },
    createElement("div", { class: "tk-head" }, title, corner),
    ...body,
    createElement("div", { class: "tk-actions" }, submit, cancel),
  );
  const list = entryList({
    title: words.entries,
    empty: words.empty,
    onEdit: startEditing,
    onDelete: (entry) => change("delete", entry.id),
    onOlder() {
      const shown = model.get("entries").length;
      const done = () => list.focusOn(model.get("entries")[shown]?.id);
      ask({ type: "older" }, { done });
    },
  });
  const drafts = draftKeeper({
    values: controls.answers,
    send: (draft) => rpc.ask({ type: "draft", ...draft }, { heard: draftHeard, silent() {} }),
  });
  // A change of a saved entry is kept under an id of its own, beside a new entry under way.
  const changes = draftKeeper({
    values: controls.answers,
    send(draft) {
      const message = { type: "draft", entry: editing.id, ...draft };
      rpc.ask(message, { heard: draftHeard, silent() {} });
    },
  });

  /** @type {any} */
  let editing = null;
  /** @type {any} */
  let setAside = null;
  let saving = false;
  /** @type {any} */
  let pressedAt = null;

  function showMode() {
    title.textContent = editing ? `Edit: ${editing.title.replace(" · ", ", ")}` : words.title;
    submit.textContent = saving ? "Saving…" : editing ? "Save change" : words.save;
    submit.setAttribute("aria-disabled", String(saving));
    cancel.hidden = !editing;
    modeChanged(Boolean(editing));
    if (corner) corner.hidden = Boolean(editing) || corner.dataset.unusable === "true";
  }

  function showProblems(problems) {
    status.say(controls.showProblems(problems), { tone: "failed" });
  }

  function keepDraft() {
    form.dataset.draft = "changed";
    (editing ? changes : drafts).later();
  }

  function draftHeard(answer) {
    if (answer.outcome === "done") form.dataset.draft = "kept";
    status.refuse(answer);
  }

  function offerUndo(answer) {
    const action = answer.undo && { label: "Undo", run: () => change("undo", answer.undo) };
    return status.say(answer.text, { tone: answer.urgent ? "urgent" : "done", action });
  }

  function change(type, id) {
    ask(
      { type, id },
      {
        done(answer) {
          if (type === "delete" && editing?.id === id) leaveEditing();
          const undo = offerUndo(answer);
          if (undo) undo.focus();
          else list.focusOn(id);
        },
      },
    );
  }

  function save() {
    if (saving) return;
    const values = controls.answers();
    drafts.cancel();
    changes.cancel();
    // A save that is sent again must be the same entry, to the millisecond.
    pressedAt ??= localIso(new Date());
    values[moment] ??= pressedAt;
    saving = true;
    showMode();
    const type = editing ? "amend" : "save";
    const id = editing ? editing.id : drafts.id();
    rpc.ask({ type, id, values }, { heard: (answer) => saved(answer, id), silent: unanswered });
  }

  function unanswered() {
    saving = false;
    showMode();
    keepDraft();
    status.say("NOT SAVED yet: the kit does not answer. Your entry stays here.", {
      tone: "failed",
    });
  }

  function saved(answer, id) {
    saving = false;
    const changedSince = pressedAt === null;
    pressedAt = null;
    if (id !== (editing?.id ?? drafts.id())) savedMeanwhile(answer, id);
    else if (answer.outcome === "taken") goOnWith(id, answer.text);
    else if (answer.outcome === "done" && changedSince) {
      goOnWith(id, `${answer.text} Save change adds what you changed since.`);
    } else if (answer.outcome === "done") {
      if (editing) leaveEditing();
      else beginNext();
      offerUndo(answer);
      title.focus({ preventScroll: true });
    } else {
      keepDraft();
      if (answer.outcome === "problems") showProblems(answer.problems);
      else status.refuse(answer);
    }
    showMode();
  }

  /** The answer came so late that the form holds another entry by now. */
  function savedMeanwhile(answer, id) {
    if (answer.outcome === "done") {
      if (id === drafts.id()) {
        drafts.renew();
        setAside = initial;
      }
      offerUndo(answer);
    } else {
      const sentences = Object.values(answer.problems ?? {}).join(" ");
      status.say(answer.text ?? `NOT SAVED: ${sentences}`, { tone: "failed" });
    }
  }

  /** The entry is in the diary, and the form holds something newer: from here on it is an edit. */
  function goOnWith(id, text) {
    if (!editing) drafts.renew();
    editing ??= { id, title: "the entry just saved" };
    status.say(text, { tone: "plain" });
  }

  function beginNext() {
    drafts.renew();
    const values = controls.answers();
    const stay = Object.fromEntries(kept.map((name) => [name, values[name]]));
    controls.fill({ ...initial, ...carry(stay) });
  }

  function startEditing(entry) {
    if (saving) return;
    if (editing) changes.flush();
    else {
      drafts.flush();
      setAside = controls.answers();
    }
    changes.renew();
    editing = entry;
    pressedAt = null;
    controls.fill(entry.values);
    status.clear();
    showMode();
    title.focus();
    title.scrollIntoView({ block: "nearest" });
  }

  function leaveEditing() {
    if (changes.isKept()) {
      rpc.ask({ type: "discard", id: changes.id() }, { heard: status.refuse, silent() {} });
    }
    changes.renew();
    editing = null;
    pressedAt = null;
    controls.fill(setAside ?? initial);
    setAside = null;
    showMode();
  }

  function stopEditing() {
    const { id } = editing;
    leaveEditing();
    status.clear();
    list.focusOn(id);
  }

  function resume(draft) {
    drafts.resume(draft);
    const at = new Date(draft.at);
    controls.fill({ ...draft.values, [moment]: draft.values[moment] ?? localIso(at) });
    status.say(`Your unfinished entry from ${wallClock(at).slice(11)} is back.`, {
      action: { label: "Discard", run: () => discard(draft.id) },
    });
  }

  function resumeChange(change) {
    changes.resume(change);
    setAside = controls.answers();
    editing = { id: change.entry, title: change.title };
    controls.fill(change.values);
    showMode();
    const at = wallClock(new Date(change.at)).slice(11);
    status.say(`Your unfinished change from ${at} is back. It is not saved yet.`, {
      action: { label: "Discard", run: stopEditing },
    });
  }

  function discard(id) {
    ask(
      { type: "discard", id },
      {
        done(answer) {
          if (id === drafts.id()) {
            drafts.renew();
            controls.fill(initial);
          }
          status.say(answer.text);
          title.focus();
        },
      },
    );
  }

  /** A link such as log.ipynb?kind=release&edit=ID opens that entry, where it is among the last. */
  function editLinked() {
    const id = new URLSearchParams(location.search).get("edit");
    const entry = id && model.get("entries").find((one) => one.id === id);
    if (entry) startEditing(entry);
  }

  const showEntries = () => list.show(model.get("entries"), model.get("has_older"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("input", (event) => {
    controls.changed(event.target);
    pressedAt = null;
    keepDraft();
  });
  model.on("change:entries", showEntries);
  model.on("change:has_older", showEntries);

  el.replaceChildren(
    createElement(
      "div",
      // JupyterLab would take typed letters for its own shortcuts.
      { class: "tk-entry", "data-lm-suppress-shortcuts": "true" },
      sampleBanner(model),
      createElement("div", { class: "tk-columns" }, form, list.element),
      status.element,
    ),
  );
  controls.fill(initial);
  showEntries();
  showMode();
  const draft = model.get("draft");
  if (draft.id) resume(draft);
  if (model.get("edit")?.id) resumeChange(model.get("edit"));
  else editLinked();

  return {
    rpc,
    ask,
    status,
    /** Fill some fields and leave the others as they are. */
    take(values) {
      controls.fill({ ...controls.answers(), ...values });
      announceChange(form);
    },
    showMode,
    stop() {
      drafts.stop();
      changes.stop();
      rpc.stop();
      model.off("change:entries", showEntries);
      model.off("change:has_older", showEntries);
    },
  };
}
