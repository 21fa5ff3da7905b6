// Offers what was typed and not saved when a browser or studio ended.

import { byId, element, refill, say } from "./dom.js";
import { NO_LANGUAGE } from "./drafts.js";
import { discard, leftOver, leftOverOf, putBack, take } from "./leftOver.js";
import { CONTACT, choose, contactOf, happened, language, show, state, when } from "./state.js";

const where = (one) => (one.language === NO_LANGUAGE ? "contacts" : language(one.language)?.english ?? one.language);
const title = (one) => (one.language === NO_LANGUAGE ? one.key.slice(CONTACT.length) : one.key);

let discarded = []; // on this page, as long as it can be brought back

function offer() {
  const found = leftOver();
  const box = byId("offer");
  box.hidden = !found.length && !discarded.length;
  refill(box, found.length > 0 && offered(found), discarded.length > 0 && wayBack());
}

/** Return what can be done with what was *found*. */
function offered(found) {
  const places = [...new Set(found.map(where))].join(", ");
  const last = new Date(Math.max(...found.map((one) => one.time))).toLocaleString();
  const many = found.length === 1 ? "1 text is" : `${found.length} texts are`;
  return [
    element("p", {}, `${many} not saved (${places}, last typed ${last}): ${found.map(title).join(", ")}`),
    element("button", { type: "button", class: "primary", onclick: () => restore(found) }, "Go on with them"),
    element("button", { type: "button", onclick: () => drop(found) }, "Discard them"),
  ];
}

const wayBack = () => [
  element("p", {}, `Discarded: ${discarded.map(title).join(", ")}.`),
  element("button", { type: "button", "data-focus": "bring-back", onclick: bringBack }, "Bring back"),
  element("button", { type: "button", onclick: closeOffer }, "Close"),
];

function restore(found) {
  take(found);
  const [first] = found;
  if (first.language === NO_LANGUAGE) choose(contactOf(first.key));
  else {
    if (language(first.language) && first.language !== state.view.language) show({ language: first.language });
    choose(first.key, first.language);
  }
  decided();
  happened("focus-field"); // the button that was pressed is gone
}

function drop(found) {
  discard(found);
  discarded = [...found, ...discarded];
  decided();
  focusOffer(); // the button that was pressed is gone
  say("Discarded. It can be brought back until you close the page.");
}

function bringBack() {
  if (!putBack(discarded)) return say("This browser does not keep what was discarded: it has no room.");
  discarded = [];
  decided();
  focusOffer();
  say("It is offered again.");
}

function closeOffer() {
  discarded = [];
  offer();
  byId("pages").focus();
}

const focusOffer = () => byId("offer").querySelector("[data-focus], button")?.focus();

function decided() {
  offer();
  happened("decided");
}

/** Return what is left over for one field, each with what can be done with it; nothing if nothing is. */
export const leftOverNotes = (tag, key, attributes) => leftOverOf(tag, key).map((one) =>
  element("div", { class: "conflict", role: "group", "aria-label": "Not saved" },
    element("p", {}, element("strong", {}, "This was typed before, and is not saved:")),
    element("p", attributes, one.text || "(nothing)"),
    element("div", { class: "row" },
      element("button", { type: "button", onclick: () => { take([one]); decided(); } }, "Go on with it"),
      element("button", { type: "button", onclick: () => drop([one]) }, "Discard it"))));

for (const what of ["left-over", "saved"]) when(what, offer);
