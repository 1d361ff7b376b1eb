"use strict";
{
  const LOOK_EVERY_MS = 5000;
  const DRAWN_AFTER_MS = 8000;
  const SLOW_AFTER_MS = 12000;
  const TOO_SLOW_AFTER_MS = 90000;
  const STOPPED =
    "The kit has stopped. Start it again with make start; nothing saved is lost.";
  const UNREACHED =
    "The kit cannot be reached. Is it still running, and is this phone in the same wi-fi? Nothing saved is lost.";
  const ASLEEP = "This page has gone to sleep. Open it again; nothing saved is lost.";

  const OUTPUT = "application/vnd.voila.cell-output+json";

  // How the pages look belongs to the device, and is set before anything is drawn.
  const LOOK_PLACE = "kit-look";
  const LOOK_USUAL = { theme: "system", size: "usual" };
  const keptLook = () => {
    try {
      return { ...LOOK_USUAL, ...JSON.parse(localStorage.getItem(LOOK_PLACE)) };
    } catch {
      return LOOK_USUAL;
    }
  };
  const wear = ({ theme, size }) => {
    document.documentElement.dataset.kitTheme = theme;
    document.documentElement.dataset.kitSize = size;
  };
  wear(keptLook());

  /** The page Settings has a form for it. */
  const offerLook = () => {
    const form = element("kit-look");
    if (!form) return;
    for (const [name, value] of Object.entries(keptLook())) form.elements[name].value = value;
    form.addEventListener("change", () => {
      const look = Object.fromEntries(new FormData(form));
      wear(look);
      try {
        localStorage.setItem(LOOK_PLACE, JSON.stringify(look));
        say("kit-look", "Saved.");
      } catch {
        say("kit-look", "NOT SAVED: this browser keeps nothing. It holds until the page closes.");
      }
    });
  };

  const element = (id) => document.getElementById(id);
  const address = new URL(location.href);
  const isHere = ["127.0.0.1", "localhost"].includes(address.hostname);
  let kernel = null;
  let expected = null;
  let misses = 0;

  // The cookie is set by now; the address bar, the history and any copied link need no token.
  if (address.searchParams.has("token")) {
    address.searchParams.delete("token");
    history.replaceState(null, "", address);
  }

  const say = (id, text) => {
    const place = element(id);
    if (place) place.querySelector("p").textContent = text;
  };

  const warn = (text) => {
    const banner = element("kit-banner");
    banner.hidden = text === null;
    if (text !== null) say("kit-banner", text);
  };

  const xsrf = () => decodeURIComponent(/(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "");

  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`/api/kernels/${kernel}`, { cache: "no-store" });
      misses = 0;
      warn(answer.ok ? null : ASLEEP);
    } catch {
      misses += 1;
      if (misses > 1) warn(isHere ? STOPPED : UNREACHED);
      else setTimeout(look, 1000);
    }
  };

  // Each output comes as a script; Voilà puts an element in its place, and later fills it.
  const outputs = () => [...document.querySelectorAll(".jp-OutputArea-output")];
  const empty = (output) =>
    output.matches(".lm-Panel") && !output.firstElementChild?.firstElementChild;
  const waiting = () => document.querySelector("#kit-main [data-waiting]") !== null;
  const drawn = () => outputs().length >= expected && !outputs().some(empty) && !waiting();

  const broken = (output) => output.querySelector(".jupyter-widgets-error-widget") !== null;

  const apologise = (output) => {
    const problem = document.createElement("p");
    problem.className = "kit-problem";
    problem.setAttribute("role", "alert");
    problem.textContent = element("kit-main").dataset.problem;
    output.replaceChildren(problem);
  };

  const open = () => {
    if (document.body.classList.contains("kit-ready")) return;
    arrival.disconnect();
    outputs()
      .filter((output) => empty(output) || broken(output))
      .forEach(apologise);
    element("kit-opening").remove();
    document.body.classList.add("kit-ready");
    // Until now what the address points at had no place to scroll to.
    element(address.hash.slice(1))?.scrollIntoView();
    // A part within a panel may fail after the panel itself is drawn.
    const failing = new MutationObserver(() => outputs().filter(broken).forEach(apologise));
    failing.observe(element("kit-main"), { childList: true, subtree: true });
    setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", look);
  };

  // Voilà hangs the cells at the end of the page, at a moment of its own choosing.
  const arrange = () => {
    const shell = element("main");
    if (expected === null || !shell) return;
    if (shell.parentElement === document.body) {
      // Its empty panels claim to be the page's header and footer, which the page has already.
      shell.querySelectorAll("[id^=voila-][role]").forEach((panel) => panel.removeAttribute("role"));
      element("kit-main").insertBefore(shell, element("kit-look"));
      setTimeout(open, DRAWN_AFTER_MS);
    }
    if (drawn()) open();
  };
  // JupyterLab is not served over the network.
  const hideLab = () => {
    for (const link of document.querySelectorAll(".kit-lab")) link.hidden = !isHere;
  };
  const arrival = new MutationObserver(arrange);
  document.addEventListener("DOMContentLoaded", () => {
    hideLab();
    offerLook();
    arrival.observe(document.body, { childList: true, subtree: true });
  });

  setTimeout(
    () => say("kit-opening", "Still opening. The first time takes longest…"),
    SLOW_AFTER_MS,
  );
  setTimeout(() => {
    if (element("kit-opening")) warn("The page does not open. Start the kit again with make start.");
  }, TOO_SLOW_AFTER_MS);

  // Voilà calls these three: while it waits, at each cell, and when the last cell has run.
  window.voila_heartbeat = () => {};
  window.voila_process = () => {
    kernel ??= JSON.parse(element("jupyter-config-data").textContent).kernelId;
  };
  window.voila_finish = () => {
    expected = document.querySelectorAll(`script[type="${OUTPUT}"]`).length;
    arrange();
  };

  // Voilà would stop the kernel at beforeunload: a page that waits for the next one would ask after
  // it in vain, one that is only downloading would lose it, and a phone often leaves that event out.
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation());
  window.addEventListener("pagehide", (event) => {
    if (kernel === null || event.persisted) return;
    fetch(`/api/kernels/${kernel}`, {
      method: "DELETE",
      keepalive: true,
      headers: { "X-XSRFToken": xsrf() },
    });
  });

  // The red flags and More: one is open at a time, and a tap beside it or Escape closes it.
  const unfolded = () => [...document.querySelectorAll(".kit-pop[open]")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const pop of unfolded()) {
      pop.open = false;
      pop.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const pop of unfolded()) if (!pop.contains(event.target)) pop.open = false;
  });
}
