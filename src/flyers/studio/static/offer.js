// Offers the unsaved texts of a browser or studio that ended before they were saved.

import { byId, element, refill } from "./dom.js";
import { discard, leftOver, take } from "./drafts.js";
import { choose, happened, language, show, state } from "./state.js";

export function offer() {
  const found = leftOver();
  const box = byId("offer");
  box.hidden = !found.length;
  if (!found.length) return refill(box);
  const languages = [...new Set(found.map((one) => language(one.language)?.english ?? one.language))].join(", ");
  const last = new Date(Math.max(...found.map((one) => one.time))).toLocaleString();
  const many = found.length === 1 ? "1 text is" : `${found.length} texts are`;
  refill(box,
    element("p", {}, `${many} not saved (${languages}, last typed ${last}): ${found.map((one) => one.key).join(", ")}`),
    element("button", { type: "button", class: "primary", onclick: () => restore(found) }, "Go on with them"),
    element("button", { type: "button", onclick: () => drop(found) }, "Discard them"));
}

function restore(found) {
  take(found);
  byId("offer").hidden = true;
  const first = found[0];
  if (language(first.language) && first.language !== state.view.language) show({ language: first.language });
  state.key = "";
  choose(first.key, first.language);
  happened("typed", first.key);
}

function drop(found) {
  discard(found);
  byId("offer").hidden = true;
}
