// What leaves the diary, for whom and in which form; a look at it; and what was written.

import { choice } from "./parts/choice.js";
import { createElement, sampleBanner } from "./parts/elements.js";
import { dayField } from "./parts/moment.js";
import { askWithStatus, rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";
import { textField } from "./parts/text.js";

const TYPES = {
  age: "application/octet-stream",
  csv: "text/csv",
  json: "application/json",
  md: "text/markdown",
  parquet: "application/vnd.apache.parquet",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
};
const DAYS = [
  { value: "all", label: "All" },
  { value: "picked", label: "Pick days" },
];
const FORMATS = [
  { value: "csv", label: "CSV" },
  { value: "xlsx", label: "Excel" },
  { value: "parquet", label: "Parquet" },
  { value: "json", label: "FHIR" },
];
const PURPOSES = [
  { value: "spreadsheet", label: "Spreadsheet" },
  { value: "machine", label: "Program" },
];
const LOCKS = [
  { value: "no", label: "No" },
  { value: "yes", label: "With a passphrase" },
];
const ABOUT_LOCK =
  "One file in the age format, which tracker import and other programs open. Without the passphrase nobody can open it again, you included.";
const ABOUT_FORMAT = {
  csv: "Text files that every program opens, with a sheet that explains every column.",
  xlsx: "One workbook: a sheet for each kind of entry, and one that explains every column.",
  parquet: "Typed files for Python or R, with a sheet that explains every column.",
  json: "For a clinic's system, as HL7 FHIR R4: releases, check-ins and your own names. Experiments and red-flag answers stay here.",
};
const ABOUT_PURPOSE = {
  spreadsheet: "Opens well in Excel or LibreOffice; times are local, nothing runs as a formula.",
  machine: "Exact: texts as you wrote them, times with their zone.",
};
const SETTLED_AFTER_MS = 250;

/** The first releases that leave: where and when, and the pain at the end of the line. */
function firstRows() {
  const list = createElement("ul", { class: "tk-first" });
  const heading = createElement("p", { class: "tk-hint" }, "It begins with:");
  const element = createElement("div", {}, heading, list);
  const row = ({ when, title, pain, spoken }) =>
    createElement(
      "li",
      {},
      createElement(
        "div",
        {},
        createElement("p", {}, title),
        createElement("p", { class: "tk-hint" }, when),
      ),
      createElement("p", { class: "tk-first-pain", "aria-hidden": "true" }, pain),
      createElement("span", { class: "tk-spoken" }, spoken),
    );
  return {
    element,
    show(rows) {
      element.hidden = !rows.length;
      list.replaceChildren(...rows.map(row));
    },
  };
}

/** Links to what was written, each with a blob behind it. */
function downloadList() {
  const element = createElement("ul", { class: "tk-downloads", "aria-label": "Download" });
  let addresses = [];
  const list = {
    element,
    clear() {
      addresses.forEach((address) => URL.revokeObjectURL(address));
      addresses = [];
      element.replaceChildren();
    },
    offer(files, contents) {
      list.clear();
      contents.forEach((content, place) => {
        const type = TYPES[files[place].split(".").pop()];
        const address = URL.createObjectURL(new Blob([content], { type }));
        addresses.push(address);
        const words = place ? files[place] : `Download all as ${files[place]}`;
        const link = createElement(
          "a",
          { class: "tk-link", href: address, download: files[place] },
          words,
        );
        element.append(createElement("li", {}, link));
      });
    },
  };
  return list;
}

function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const ask = askWithStatus(rpc, status);
  const days = choice({ stem: "days", label: "Days", options: DAYS });
  const since = dayField("since", "First day");
  const until = dayField("until", "Last day");
  const range = createElement(
    "div",
    { class: "tk-pair", hidden: true },
    since.element,
    until.element,
  );
  const everybody = { value: "", label: "Everybody" };
  const person = choice({
    stem: "person",
    label: "Whose",
    options: [everybody, ...model.get("people").map((name) => ({ value: name, label: name }))],
  });
  const format = choice({ stem: "format", label: "File type", hint: " ", options: FORMATS });
  const purpose = choice({ stem: "purpose", label: "Who reads it", hint: " ", options: PURPOSES });
  const name = textField({
    stem: "name",
    label: "File name",
    hint: `The files go to ${model.get("folder")}.`,
  });
  const lock = choice({ stem: "lock", label: "Lock it", hint: " ", options: LOCKS });
  const secret = textField({ stem: "secret", label: "Passphrase", type: "password" });
  const again = textField({ stem: "again", label: "Passphrase once more", type: "password" });
  const secrets = createElement(
    "div",
    { class: "tk-pair", hidden: true },
    secret.element,
    again.element,
  );
  const words = createElement("p", { class: "tk-leaving", "aria-live": "polite" });
  const rows = firstRows();
  const submit = createElement(
    "button",
    { type: "submit", class: "tk-button tk-primary" },
    "Export",
  );
  const downloads = downloadList();
  const fields = { name, since, until, person, secret, again };
  let busy = false;
  /** @type {any} */
  let settling = null;

  const picked = () => days.get() === "picked";
  const locked = () => lock.get() === "yes";
  const key = () => (locked() ? { lock: true, secret: secret.get(), again: again.get() } : {});
  const askedFor = () => ({
    since: picked() ? since.input.value : "",
    until: picked() ? until.input.value : "",
    person: person.get(),
  });

  function showLeaving(leaving) {
    words.textContent = leaving.words;
    rows.show(leaving.rows);
  }

  function showProblems(problems) {
    for (const [field, control] of Object.entries(fields)) {
      control.setProblem(problems[field] ?? "");
    }
  }

  function look() {
    ask(
      { type: "look", ...askedFor() },
      {
        done: ({ leaving }) => {
          showProblems({});
          showLeaving(leaving);
        },
        problems: showProblems,
      },
    );
  }

  function arrange() {
    range.hidden = !picked();
    purpose.element.hidden = format.get() !== "csv";
    secrets.hidden = !locked();
    lock.setHint(locked() ? ABOUT_LOCK : "");
    format.setHint(ABOUT_FORMAT[format.get()]);
    purpose.setHint(ABOUT_PURPOSE[purpose.get()]);
  }

  function changed({ target }) {
    if (format.element.contains(target)) {
      name.set(`${name.get().replace(/\.(csv|xlsx|parquet|json)$/i, "")}.${format.get()}`);
    }
    arrange();
    if (![days, since, until, person].some(({ element }) => element.contains(target))) return;
    clearTimeout(settling);
    settling = setTimeout(look, SETTLED_AFTER_MS);
  }

  function setBusy(now) {
    busy = now;
    submit.textContent = busy ? "Exporting…" : "Export";
    submit.setAttribute("aria-disabled", String(busy));
  }

  function write(replace) {
    if (busy) return;
    downloads.clear();
    showProblems({});
    status.clear();
    setBusy(true);
    const order = { format: format.get(), purpose: purpose.get(), ...askedFor(), ...key() };
    rpc.ask({ type: "export", name: name.get(), replace, ...order }, { heard, silent });
  }

  function heard(answer, contents) {
    setBusy(false);
    if (answer.outcome === "done") {
      status.say(answer.text, { tone: "done" });
      [secret, again].forEach((field) => field.set(""));
      downloads.offer(answer.files, contents);
    } else if (answer.outcome === "problems") {
      showProblems(answer.problems);
      fields[Object.keys(answer.problems)[0]]?.focus();
      status.say("NOT EXPORTED: one answer needs another look.", { tone: "failed" });
    } else {
      const action =
        answer.outcome === "exists" ? { label: "Replace", run: () => write(true) } : null;
      status.say(answer.text, { tone: "failed", action })?.focus();
    }
  }

  function silent() {
    status.say("Still writing, or the kit does not answer. It says so here when it is done.");
  }

  const form = createElement(
    "form",
    { class: "tk-panel", novalidate: true, autocomplete: "off", oninput: changed },
    createElement("h2", { class: "tk-title" }, "Export your diary"),
    days.element,
    range,
    model.get("people").length > 1 ? person.element : null,
    createElement("div", { class: "tk-look" }, words, rows.element),
    createElement("div", { class: "tk-pair" }, format.element, purpose.element),
    name.element,
    // A passphrase never crosses the home network in the clear: a phone is not asked for one.
    isSecureContext ? lock.element : null,
    secrets,
    createElement("p", { class: "tk-hint" }, "These files hold health data; keep them private."),
    createElement("div", { class: "tk-actions" }, submit),
    downloads.element,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write(false);
  });

  el.replaceChildren(
    createElement(
      "div",
      // JupyterLab would take typed letters for its own shortcuts.
      { class: "tk-entry tk-export", "data-lm-suppress-shortcuts": "true" },
      sampleBanner(model),
      form,
      status.element,
    ),
  );
  days.set("all");
  person.set("");
  format.set("csv");
  purpose.set("spreadsheet");
  lock.set("no");
  name.set(model.get("name"));
  arrange();
  showLeaving(model.get("leaving"));

  return () => {
    clearTimeout(settling);
    rpc.stop();
    downloads.clear();
  };
}

export default { render };
