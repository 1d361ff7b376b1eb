// The story of one spot.

import { dayInWords } from "../entry/list.js";
import { button, createElement, uniqueId } from "../parts/elements.js";
import { howToPress } from "../parts/how_to_press.js";
import { explorerChart, sentences } from "./section.js";

/** A past release, in words. */
function releaseCard({ day, time, pain, spoken, change, tone, detail, note }) {
  const line = (look, text) => (text ? createElement("p", { class: look }, text) : null);
  return createElement(
    "li",
    { class: "tk-card" },
    createElement("p", { class: "tk-card-time" }, `${dayInWords(day)}, ${time}`),
    createElement(
      "p",
      { class: "tk-card-pain" },
      createElement("span", { "aria-hidden": "true" }, pain),
      createElement("span", { class: "tk-spoken" }, spoken),
      change ? createElement("span", { class: "tk-change", "data-tone": tone }, change) : null,
    ),
    line("tk-card-detail", detail),
    line("tk-card-note", note),
  );
}

/** @param back () goes back to all spots. */
export function storyView({ back }) {
  const heading = createElement("h2", { class: "tk-title", id: uniqueId("story"), tabindex: "-1" });
  const body = createElement("div", { class: "tk-explorer-answer" });
  const element = createElement(
    "section",
    { class: "tk-panel tk-explorer-story", "aria-labelledby": heading.id, hidden: true },
    createElement("div", { class: "tk-head" }, heading, button("Back to all", back)),
    body,
  );
  return {
    element,
    begin(name) {
      heading.textContent = name;
      body.replaceChildren(createElement("p", { class: "tk-hint" }, "Working…"));
      element.hidden = false;
      element.setAttribute("aria-busy", "true");
      heading.focus({ preventScroll: true });
      element.scrollIntoView({ block: "start" });
    },
    wait: () => element.setAttribute("aria-busy", "true"),
    show({ name, said, charts, cards, about }) {
      heading.textContent = name;
      body.replaceChildren(...sentences(said), ...charts.map(explorerChart));
      if (cards.length) {
        const title = createElement(
          "h3",
          { class: "tk-day", id: uniqueId("last") },
          "Last releases here",
        );
        const list = createElement("ul", { class: "tk-cards", "aria-labelledby": title.id });
        list.append(...cards.map(releaseCard));
        body.append(title, list);
      }
      if (about.muscle) {
        const facts = howToPress(about.do_not_press, "About this muscle, and how to press it");
        facts.show(about.muscle, about.tool);
        body.append(facts.element);
      }
      element.setAttribute("aria-busy", "false");
    },
    fail(text) {
      body.replaceChildren(createElement("p", { class: "tk-problem" }, text));
      element.setAttribute("aria-busy", "false");
    },
    close() {
      element.hidden = true;
    },
  };
}
