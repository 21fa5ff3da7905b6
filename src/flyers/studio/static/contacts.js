// Contacts: change one, see what the change touches, save it; record a call. Only a person can know whether the right
// people answered, so nothing is dialed here.

import { Refused, get, post } from "./api.js";
import { byId, element, refill, say } from "./dom.js";
import { choose, product, show, state, when } from "./state.js";

const PREFIX = "contact:";
const LABELS = {
  display: "Printed", target: "What a code or a touch opens", hours: "Hours", source: "Where the fact comes from",
  sourced_on: "Day of that source", verified_on: "Last tried on", verified_by: "Tried by (printed nowhere)",
};
const DAYS = new Set(["sourced_on", "verified_on"]);

let all = [];
let typed = {}; // new values by field, "hotline.display"

export const isContact = (key) => key.startsWith(PREFIX);

/** Return all contacts, as the file has them now. */
export async function readContacts() {
  all = await get("/api/contacts");
  return all;
}

export function contactRow(one) {
  const tried = one.values[`${one.id}.verified_on`];
  return element("li", {}, element("button", {
    type: "button", class: `text ${tried ? "done" : "untranslated"}`, "data-key": PREFIX + one.id,
    "data-focus": PREFIX + one.id, "aria-current": state.key === PREFIX + one.id ? "true" : null,
    onclick: () => choose(PREFIX + one.id),
  },
  element("span", { class: "mark", "aria-hidden": "true" }, tried ? "✓" : "–"),
  element("span", { class: "key" }, `${one.name} · ${tried ? `tried on ${tried}` : "never tried"}`),
  element("span", { class: "words", dir: "ltr" }, one.values[`${one.id}.display`])));
}

async function open() {
  if (!isContact(state.key)) return;
  typed = {};
  await renew();
}

async function renew() {
  if (!isContact(state.key)) return;
  const key = state.key;
  await readContacts();
  if (key !== state.key) return;
  const one = all.find((found) => PREFIX + found.id === key);
  byId("panel-title").textContent = one ? one.name : key;
  if (!one) {
    refill(byId("message"), element("p", { class: "hint" }, "This contact is not in content/contacts.yaml any more."));
    return;
  }
  draw(one);
  touches(one.id, key).catch(() => {});
}

function draw(one) {
  const readonly = state.campaign.read_only;
  refill(
    byId("message"),
    element("p", { class: "note" }, `${one.id}, a ${one.kind} contact, `,
      element("code", {}, `${one.place.path}:${one.place.line}`)),
    Object.keys(LABELS).map((field) => input(one, field, readonly)),
    Object.entries(one.by_language).map(([tag, text]) => element("p", { class: "hint" }, `${tag}: ${text}`)),
    element("div", { class: "row actions" },
      element("button", { type: "button", class: "primary", "data-focus": "save-contact", disabled: readonly,
        onclick: () => send(one, true) }, "Save"),
      element("button", { type: "button", "data-focus": "look", onclick: () => send(one, false) }, "What would it touch?"),
      element("button", { type: "button", "data-focus": "undo-contact", onclick: open }, "Undo")),
    element("details", { class: "notes", open: true }, element("summary", {}, "Record a call"),
      element("p", {}, "Dial the number, send the text or open the address. If the right people answered:"),
      element("div", { class: "row" },
        element("button", { type: "button", "data-focus": "tried", disabled: readonly, onclick: () => tried(one) },
          "It was right, today"))),
    element("div", { id: "touched", "aria-live": "polite" }),
  );
}

function input(one, field, readonly) {
  const name = `${one.id}.${field}`;
  const id = `contact-${field}`;
  const made = element("input", {
    id, type: DAYS.has(field) ? "date" : "text", readonly, dir: "ltr", "data-focus": id, spellcheck: "false",
    autocomplete: "off", oninput: (event) => {
      typed[name] = event.target.value;
      if (typed[name] === one.values[name]) delete typed[name];
    },
  });
  made.value = typed[name] ?? one.values[name];
  return element("label", { class: "field", for: id }, LABELS[field], made);
}

/** Record a call of the number that is saved: nobody has dialed one that is still being typed. */
function tried(one) {
  if (Object.keys(typed).length) return say("Save or undo your changes first. Then dial what is saved.");
  return send(one, true, { [`${one.id}.verified_on`]: one.today }); // not typed, or a later Save would say so again
}

async function send(one, write, changed = typed) {
  const edits = Object.entries(changed).map(([field, after]) => ({ field, before: one.values[field], after }));
  if (!edits.length) return say("Nothing is changed.");
  try {
    const answer = await post("/api/contacts", { edits, write });
    say(answer.written ? "Saved in content/contacts.yaml." : "Not saved: this is what would change.");
    if (answer.written) {
      typed = {};
      await renew();
    }
    refill(byId("touched"), element("h3", {}, answer.written ? "Changed" : "Would change"),
      element("ul", {}, answer.changes.map((change) =>
        element("li", {}, `${change.field}: ${change.before || "(nothing)"} → ${change.after || "(nothing)"}`))),
      answer.impact.map((impact) => impactList(impact, true)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say("Not saved.");
    refill(byId("touched"), error.errors.map((found) => element("p", { class: "finding error" },
      `${found.trail.join(" → ")} ${found.problem} ${found.hint}`)));
  }
}

async function touches(id, key) {
  const impact = await get("/api/contact", { id });
  if (state.key === key && byId("touched") && !byId("touched").childElementCount) {
    refill(byId("touched"), impactList(impact, false));
  }
}

/** Tell what shows a contact: messages, products, signatures, printed pieces. */
function impactList(impact, changed) {
  const names = (list, make) => element("span", {}, list.flatMap((name, index) => [index ? ", " : "", make(name)]));
  const message = (name) => element("button", { type: "button", class: "link", onclick: () => choose(name) }, name);
  const made = (name) => element("button", { type: "button", class: "link", onclick: () => show({ product: name }) },
    product(name)?.title ?? name);
  const signed = Object.entries(impact.signoffs);
  const pieces = [["on record with it", impact.manifests], ["wrong now, to be collected", impact.outdated]];
  return element("div", { class: "printed" },
    element("h3", {}, `Texts (${impact.messages.length})`), names(impact.messages, message),
    element("h3", {}, `Products (${impact.products.length})`), names(impact.products, made),
    element("h3", {}, changed ? "Signatures that no longer count" : "Signed with it"),
    element("p", {}, signed.length ? signed.map(([tag, covered]) => `${tag} (${covered.length})`).join(", ") : "none"),
    pieces.filter(([, list]) => list.length).map(([title, list]) => [
      element("h3", {}, `Printed pieces ${title}`),
      element("ul", {}, list.map((piece) => element("li", {},
        `${piece.printed}: ${piece.products.map((name) => piece.quantities[name] ? `${piece.quantities[name]} × ${name}` : name)
          .join(", ")}, ${piece.language}, ${piece.date}`)))]));
}

when("key", open);
when("disk", () => isContact(state.key) && !Object.keys(typed).length && renew());
