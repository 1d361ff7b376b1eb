// Choose a file, see what it would bring, import it, and undo that.

import { importColumns } from "./files/import_columns.js";
import { importPreview } from "./files/import_preview.js";
import { uploadFiles } from "./files/import_upload.js";
import { button, createElement, sampleBanner, uniqueId } from "./parts/elements.js";
import { rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";

const entriesOf = (count) => `${count.toLocaleString("en")} ${count === 1 ? "entry" : "entries"}`;
const IMPORTABLE = ".csv,.tsv,.txt,.xlsx,.xlsm,.parquet,.json";

function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const input = createElement("input", {
    type: "file",
    id: uniqueId("file"),
    multiple: true,
    accept: IMPORTABLE,
    class: "tk-import-input",
  });
  const chooserWords = createElement("span", {}, "Choose a file");
  const chooser = createElement(
    "label",
    { class: "tk-button tk-import-choose", for: input.id },
    chooserWords,
  );
  const drop = createElement("div", { class: "tk-import-drop" }, input, chooser);
  const about = createElement("div", { class: "tk-import-about", hidden: true });
  const columnsPlace = createElement("div", { class: "tk-import-result" });
  const previewPlace = createElement("div", { class: "tk-import-result" });
  const submit = button("Import", () => take(), { look: "primary" });
  const rejects = button("Download the rejected rows", () => downloadRejects());
  const actions = createElement("div", { class: "tk-actions", hidden: true }, submit, rejects);
  /** @type {any} */
  let columns = null;
  /** @type {any} */
  let view = null;
  /** @type {any} */
  let upload = null;
  /** @type {any} */
  let address = null;
  let busy = false;
  let lastRead = 0;
  /** @type {Record<string, any>} */
  let answered = {};

  function request(message, done, failed = () => {}) {
    let waited = false;
    rpc.ask(message, {
      heard(answer, buffers) {
        if (waited) status.clear();
        if (answer.outcome === "done") done(answer, buffers);
        else {
          status.refuse(answer);
          failed();
        }
      },
      silent() {
        waited = true;
        status.say("Still at work, or the kit does not answer. It says so here.");
      },
    });
  }

  function setBusy(now) {
    busy = now;
    previewPlace.setAttribute("aria-busy", String(now));
    submit.setAttribute("aria-disabled", String(now || !canImport()));
  }

  const arriving = () => (view ? view.counts.new + view.counts.changed : 0);
  const canImport = () => Boolean(view?.settled) && arriving() > 0;

  function choose(files) {
    if (!files.length) return;
    upload?.stop();
    clearView();
    status.clear();
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const most = model.get("most_bytes");
    if (size > most) {
      const words = `at most ${Math.floor(most / 1e6)} MB can be read here`;
      status.say(
        `NOT READ: ${files[0].name} has ${Math.ceil(size / 1e6)} MB, and ${words}. ` +
          "On the command line, tracker import takes larger files.",
        { tone: "failed" },
      );
      return;
    }
    const show = (share) => {
      chooserWords.textContent = share < 1 ? `Reading… ${Math.round(share * 100)} %` : "Reading…";
    };
    show(0);
    upload = uploadFiles(files, {
      send: (message, done) => request(message, done, idle),
      progress: show,
      done: () => read(null, {}),
      failed() {
        idle();
        status.say(`NOT READ: the browser cannot open ${files[0].name}.`, { tone: "failed" });
      },
    });
  }

  function idle() {
    chooserWords.textContent = view ? "Choose another file" : "Choose a file";
    input.value = "";
    setBusy(false);
  }

  function clearView() {
    view = null;
    columns = null;
    answered = {};
    lastRead += 1;
    about.hidden = true;
    actions.hidden = true;
    columnsPlace.replaceChildren();
    previewPlace.replaceChildren();
  }

  function read(mapping, answers) {
    setBusy(true);
    lastRead += 1;
    const mine = lastRead;
    const failed = () => {
      if (mine !== lastRead) return;
      view = view && { ...view, settled: false };
      actions.hidden = true;
      previewPlace.replaceChildren();
      idle();
    };
    request(
      { type: "read", mapping, answers: { ...answers, ...answered } },
      (answer) => {
        if (mine !== lastRead) return;
        if (columns) status.clear();
        showView(answer.view);
      },
      failed,
    );
  }

  /** Read by what was chosen for one decision; other letters or sheets bring other columns. */
  function answer(key, value) {
    answered = { ...answered, [key]: value };
    if (columns && (key === "encoding" || key === "sheets")) {
      columns = null;
      columnsPlace.replaceChildren();
    }
    read(columns?.mapping() ?? null, columns?.answers() ?? {});
  }

  const choices = () => ({
    answer,
    isOpen: Object.keys(answered).length > 0,
    // What the menus above ask already.
    isAsked: (key) => Boolean(columns?.mapping()) && (key === "scale" || key === "keep"),
  });

  function readAgain() {
    const answers = columns.answers();
    if (view.asks?.date_order && !answers.date_order) return;
    read(columns.mapping(), answers);
  }

  function showView(seen) {
    const proposed = columns;
    view = { ...seen, asks: seen.asks ?? view?.asks };
    if (!proposed && (seen.columns || seen.asks)) {
      columns = importColumns(seen, readAgain);
      columnsPlace.replaceChildren(columns.element);
    }
    if (proposed && seen.asks) columns.ask(seen.asks);
    about.hidden = false;
    const open =
      seen.own || !seen.columns ? "" : " The kit does not know this layout, so look below.";
    about.replaceChildren(
      createElement("h3", { class: "tk-import-heading", tabindex: "-1" }, seen.name),
      createElement("p", { class: "tk-hint" }, `This is ${described(seen)}.${open}`),
    );
    const shows = seen.settled || seen.decisions.length > 0;
    previewPlace.replaceChildren(...(shows ? [importPreview(seen, choices())] : []));
    showActions();
    idle();
    if (!proposed) about.firstChild.focus({ preventScroll: true });
  }

  function described(seen) {
    return view.columns || columns?.mapping()
      ? `a table: ${seen.said.replace(/^a list: /, "")}`
      : seen.said;
  }

  function showActions() {
    const { rejected } = view.counts;
    actions.hidden = !view.settled;
    rejects.hidden = rejected === 0;
    const without = rejected ? `, without the ${rejected.toLocaleString("en")} rejected` : "";
    submit.hidden = arriving() === 0;
    submit.textContent = `Import ${entriesOf(arriving())}${without}`;
  }

  function take() {
    if (busy || !canImport()) return;
    setBusy(true);
    request(
      { type: "import", skip_rejected: view.counts.rejected > 0 },
      (answer) => {
        const undo = answer.undo ? { label: "Undo", run: takeBack } : null;
        const where = " They are on the other pages now.";
        clearView();
        idle();
        status.say(answer.text + where, { tone: "done", action: undo });
        chooser.scrollIntoView({ block: "nearest" });
      },
      () => setBusy(false),
    );
  }

  function takeBack() {
    request({ type: "take back" }, (answer) => {
      status.say(answer.text, { tone: "done" });
    });
  }

  function downloadRejects() {
    request({ type: "rejects" }, (answer, [content]) => {
      if (address) URL.revokeObjectURL(address);
      address = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
      createElement("a", { href: address, download: answer.name }).click();
    });
  }

  input.addEventListener("change", () => choose(Array.from(input.files)));
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    choose(Array.from(event.dataTransfer.files));
  });

  el.replaceChildren(
    createElement(
      "div",
      // JupyterLab would take typed letters for its own shortcuts.
      { class: "tk-entry tk-import", "data-lm-suppress-shortcuts": "true" },
      sampleBanner(model),
      createElement(
        "div",
        { class: "tk-panel" },
        createElement("h2", { class: "tk-title" }, "Import a diary"),
        createElement(
          "p",
          { class: "tk-hint" },
          "A file of this kit (choose all that belong together), an export of another app such as Track & Graph, Bearable, Daylio or Migraine Buddy, or a list of your own as CSV, Excel or JSON. Nothing is saved before you say so.",
        ),
        drop,
        about,
        columnsPlace,
        previewPlace,
        actions,
      ),
      status.element,
    ),
  );

  return () => {
    upload?.stop();
    rpc.stop();
    if (address) URL.revokeObjectURL(address);
  };
}

export default { render };
