// The list of the language's texts: what is untranslated, stale, doubtful, not read; next and previous by keyboard.

import { get } from "./api.js";
import { contactRow, isTyped } from "./contactRow.js";
import { readContacts } from "./contacts.js";
import { byId, element, option, refill } from "./dom.js";
import { draft } from "./drafts.js";
import { choose, happened, language, remember, state, when } from "./state.js";

const LABELS = {
  todo: "all to do", untranslated: "untranslated", stale: "English has changed", fuzzy: "marked doubtful",
  doubt: "translator’s doubts", unread: "changed since it was read", page: "on these pages", unsaved: "not saved",
  all: "all texts", contacts: "contacts",
};
const TODO = new Set(["untranslated", "stale", "fuzzy", "doubt", "unread"]);
const MARKS = { untranslated: "–", stale: "≠", fuzzy: "?", doubt: "?", unread: "•", done: "✓" };

let items = [];
let contacts = [];
let asked = "";

export async function read() {
  const tag = state.view.language;
  asked = tag;
  const [found, people] = await Promise.all([get("api/work", { language: tag }), readContacts()]);
  if (asked !== tag) return; // another language was chosen meanwhile
  items = found;
  contacts = people;
  draw();
}

function onPages() {
  const keys = new Set();
  for (const page of state.composed?.pages ?? []) {
    for (const line of page.lines) if (line.language === state.view.language) keys.add(line.message);
  }
  return keys;
}

function matches(item, pages, search) {
  if (state.filter === "todo" && !TODO.has(item.state)) return false;
  if (state.filter === "page" && !pages.has(item.key)) return false;
  if (state.filter === "unsaved" && !draft(state.view.language, item.key)) return false;
  if (!["todo", "page", "all", "unsaved"].includes(state.filter) && item.state !== state.filter) return false;
  return !search || `${item.key} ${item.english} ${item.text}`.toLocaleLowerCase().includes(search);
}

function visible() {
  const search = byId("search").value.trim().toLocaleLowerCase();
  const pages = onPages();
  return items.filter((item) => matches(item, pages, search));
}

export function draw() {
  if (!Object.hasOwn(LABELS, state.filter)) state.filter = "page";
  const counts = Object.fromEntries(Object.keys(LABELS).map((name) => [name, 0]));
  const pages = onPages();
  for (const item of items) {
    counts.all += 1;
    if (item.state in counts) counts[item.state] += 1;
    if (TODO.has(item.state)) counts.todo += 1;
    if (pages.has(item.key)) counts.page += 1;
    if (draft(state.view.language, item.key)) counts.unsaved += 1;
  }
  counts.contacts = contacts.length;
  counts.unsaved += contacts.filter(isTyped).length;
  refill(byId("filter"), Object.entries(LABELS).map(([name, label]) =>
    option(name, `${label} (${counts[name]})`, name === state.filter)));
  const search = byId("search").value.trim().toLocaleLowerCase();
  const found = visible();
  const about = language(state.view.language);
  const shown = contacts.filter((one) => JSON.stringify(one).toLocaleLowerCase().includes(search)
    && (state.filter === "contacts" || (state.filter === "unsaved" && isTyped(one))));
  byId("list-count").textContent = [
    state.filter !== "contacts" && (found.length === 1 ? "1 text" : `${found.length} texts`),
    (state.filter === "contacts" || shown.length > 0) && (shown.length === 1 ? "1 contact" : `${shown.length} contacts`),
  ].filter(Boolean).join(", ");
  refill(byId("texts"), [...found.map((item) => row(item, about)), ...shown.map(contactRow)]);
}

function row(item, about) {
  const typed = draft(state.view.language, item.key);
  const text = typed?.text ?? item.text;
  const chosen = item.key === state.key && state.keyLanguage === state.view.language;
  return element("li", {}, element("button", {
    type: "button", class: `text ${item.state}${typed ? " unsaved" : ""}`, "data-focus": item.key, "data-key": item.key,
    "aria-current": chosen ? "true" : null, title: item.why || null, onclick: () => choose(item.key),
  },
  element("span", { class: "mark", "aria-hidden": "true" }, typed ? "●" : MARKS[item.state]),
  element("span", { class: "hidden" }, typed ? "not saved" : LABELS[item.state] ?? ""),
  element("span", { class: "key" }, item.key),
  text
    ? element("span", { class: "words", lang: about.tag, dir: about.direction }, text)
    : element("span", { class: "words none", lang: state.campaign.source_language, dir: "ltr" }, item.english)));
}

/** Go to the next text or contact of the list (1), or to the one before (-1). */
export function step(by) {
  const keys = [...byId("texts").querySelectorAll("button")].map((button) => button.dataset.key);
  if (!keys.length) return;
  const at = keys.indexOf(state.key);
  choose(keys[at < 0 ? (by > 0 ? 0 : keys.length - 1) : (at + by + keys.length) % keys.length]);
  happened("focus-field");
}

function mark() {
  for (const button of byId("texts").querySelectorAll("button")) {
    const chosen = button.dataset.key === state.key;
    if (chosen) {
      button.setAttribute("aria-current", "true");
      button.scrollIntoView({ block: "nearest" });
    } else button.removeAttribute("aria-current");
  }
}

let old = false; // whether files have changed since the list was read; the page goes first

const quietly = () => {
  old = false;
  return read().catch(() => {}); // what is wrong is said beside the pages
};

when("key", mark);
when("typed", () => mark());
for (const what of ["typed-contact", "decided"]) when(what, draw);
when("composed", () => (old ? quietly() : draw()));
for (const what of ["saved", "disk"]) when(what, () => (old = true));
when("view", (change) => (change.language ? quietly() : draw()));
byId("filter").addEventListener("change", (event) => {
  state.filter = event.target.value;
  remember();
  draw();
});
byId("search").addEventListener("input", draw);
