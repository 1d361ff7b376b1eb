// What leaves the diary, under which name, and what was written.

const countOf = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const TYPES = { csv: "text/csv", md: "text/markdown" };

function render({ model, el }) {
  const talk = conversation(model);
  const status = statusLine();
  const name = textField({
    stem: "name",
    label: "File name",
    hint: `The files go to ${model.get("folder")}.`,
  });
  const counts = h("p", { class: "tk-counts" });
  const submit = h("button", { type: "submit", class: "tk-button tk-primary" }, "Export CSV");
  const results = h("ul", { class: "tk-downloads", "aria-label": "Download" });
  let addresses = [];
  let busy = false;

  function showCounts() {
    const releases = countOf(model.get("releases"), "release", "releases");
    const checkIns = countOf(model.get("check_ins"), "check-in", "check-ins");
    const sheet = "with a sheet that explains every column";
    counts.textContent = `${releases} and ${checkIns} leave, ${sheet}.`;
  }

  function setBusy(now) {
    busy = now;
    submit.textContent = busy ? "Exporting…" : "Export CSV";
    submit.setAttribute("aria-disabled", String(busy));
  }

  function forgetDownloads() {
    addresses.forEach((address) => URL.revokeObjectURL(address));
    addresses = [];
    results.replaceChildren();
  }

  function offerDownloads(files, contents) {
    contents.forEach((content, place) => {
      const type = TYPES[files[place].split(".").pop()];
      const address = URL.createObjectURL(new Blob([content], { type }));
      addresses.push(address);
      const link = h("a", { class: "tk-link", href: address, download: files[place] });
      link.textContent = `Download ${files[place]}`;
      results.append(h("li", {}, link));
    });
  }

  function write(replace) {
    if (busy) return;
    forgetDownloads();
    name.setProblem("");
    status.clear();
    setBusy(true);
    talk.ask({ type: "export", name: name.get(), replace }, { heard, silent });
  }

  function heard(answer, contents) {
    setBusy(false);
    if (answer.outcome === "done") {
      status.say(answer.text, { tone: "done" });
      offerDownloads(answer.files, contents);
    } else if (answer.outcome === "problems") {
      name.setProblem(answer.problems.name);
      name.focus();
      status.say("NOT EXPORTED: the file name needs another look.", { tone: "failed" });
    } else {
      const action =
        answer.outcome === "exists" ? { label: "Replace", run: () => write(true) } : null;
      status.say(answer.text, { tone: "failed", action })?.focus();
    }
  }

  function silent() {
    status.say("Still writing, or the kit does not answer. It says so here when it is done.");
  }

  const form = h(
    "form",
    { class: "tk-panel", novalidate: true, autocomplete: "off" },
    h("h2", { class: "tk-title" }, "Export your diary"),
    counts,
    name.element,
    h("p", { class: "tk-hint" }, "These files hold health data; keep them private."),
    h("div", { class: "tk-actions" }, submit),
    results,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write(false);
  });
  model.on("change:releases", showCounts);
  model.on("change:check_ins", showCounts);

  el.replaceChildren(
    h(
      "div",
      // JupyterLab would take typed letters for its own shortcuts.
      { class: "tk-entry tk-export", "data-lm-suppress-shortcuts": "true" },
      sampleBanner(model),
      form,
      status.element,
    ),
  );
  name.set(model.get("name"));
  showCounts();

  return () => {
    talk.stop();
    forgetDownloads();
    model.off("change:releases", showCounts);
    model.off("change:check_ins", showCounts);
  };
}

export default { render };
