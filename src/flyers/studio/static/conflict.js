// Shows what has changed on disk since somebody began, beside what was typed. Nothing is decided but by a person.

import { byId, element } from "./dom.js";

/** What is said when one is found. */
export const CHOOSE = "has changed on disk since you began. Choose which one stays.";

/** Bring the first box into view: the panel may stand elsewhere. */
export const showConflict = () => byId("message").querySelector(".conflict")?.scrollIntoView({ block: "nearest" });

/**
 * Return a box with the values, and a button for each way out.
 *
 * @param {string} title what has changed
 * @param {[string, string][]} values each with what it is
 * @param {object} attributes of the values
 * @param {[string, Function][]} ways each with the words of its button
 */
export function conflictBox(title, values, attributes, ways) {
  return element("div", { class: "conflict", role: "group", "aria-label": "Changed on disk" },
    element("p", {}, element("strong", {}, title)),
    element("dl", {}, values.flatMap(([what, value]) =>
      [element("dt", {}, what), element("dd", attributes, value || "(nothing)")])),
    element("div", { class: "row" }, ways.map(([words, way]) =>
      element("button", { type: "button", onclick: way }, words))));
}
