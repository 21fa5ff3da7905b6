// Contacts: change one, see what the change touches, save it; record a call. Only a person can know whether the right
// people answered, so nothing is dialed here.

import { PAGE, Refused, get, post } from "./api.js";
import { CHOOSE, conflictBox, showConflict } from "./conflict.js";
import {
  conflictsOf, fieldKey, forgetAll, forgetValue, goOn, keepValue, movedOf, typedValue, typedValues,
} from "./contactDrafts.js";
import { isTyped } from "./contactRow.js";
import { DAYS, LABELS, LONG, inWords, label, test, toDo } from "./contactWords.js";
import { byId, element, refill, say } from "./dom.js";
import { NO_LANGUAGE } from "./drafts.js";
import { impactList } from "./impact.js";
import { leftOverNotes } from "./offer.js";
import { READ_ONLY, mark, problem } from "./problems.js";
import { CONTACT, happened, isContact, state, when } from "./state.js";
import { isComposing, stillComposing, whenTyped } from "./typing.js";

const NUMBERS = new Set(["phone", "text", "relay"]);

let all = [];
let shown = null; // the contact in the panel, as the file has it now
let dialed = {}; // who was reached when the panel was opened: whoever dials, dials that
let problems = new Map(); // by field, "hotline.display": errors of the last attempt to save

/** Return all contacts, as the file has them now. */
export async function readContacts() {
  all = await get("api/contacts");
  return all;
}

async function open() {
  shown = null;
  problems = new Map();
  if (!isContact(state.key)) return;
  await renew();
  if (shown) dialed = shown.reached;
}

async function renew() {
  if (!isContact(state.key)) return;
  const key = state.key;
  await readContacts();
  if (key !== state.key) return;
  const one = all.find((found) => CONTACT + found.id === key);
  const stays = shown && one?.id === shown.id;
  const before = stays ? conflictsOf(shown).size + movedOf(shown).size : 0;
  shown = one ?? null;
  if (!one) {
    byId("panel-title").textContent = key;
    refill(byId("message"), element("p", { class: "hint" }, "This contact is not in content/contacts.yaml any more."));
    return;
  }
  byId("panel-title").textContent = one.name;
  if (stays) {
    update();
    refill(byId("touched")); // it was told of other values
  } else draw();
  if (conflictsOf(one).size + movedOf(one).size > before) {
    say(`The contact ${CHOOSE}`);
    showConflict();
  }
}

function draw() {
  const readonly = state.campaign.read_only;
  const [ask, answer] = test(shown);
  refill(
    byId("message"),
    element("p", { class: "note", id: "contact-place" }),
    element("div", { id: "contact-moved", class: "facts" }),
    Object.keys(LABELS).map(field),
    element("div", { id: "contact-languages" }),
    element("div", { class: "row actions" },
      element("button", { type: "button", class: "primary", "data-focus": "save-contact", disabled: readonly,
        title: "Ctrl + S", onclick: saveContact }, "Save"),
      element("button", { type: "button", "data-focus": "look", onclick: () => send(false) }, "What would it touch?"),
      element("button", { type: "button", id: "undo", "data-focus": "undo-contact",
        title: "Forget what you typed and have not saved", onclick: undo }, "Undo"),
      readonly && element("p", { class: "hint" }, READ_ONLY)),
    element("details", { class: "notes", open: true }, element("summary", {}, "Record a call"),
      element("p", {}, ask),
      element("div", { class: "row" },
        element("button", { type: "button", "data-focus": "tried", disabled: readonly, onclick: tried }, answer))),
    element("div", { id: "touched", "aria-live": "polite" }),
  );
  update();
  touches(shown.id).catch(() => {});
}

function field(name) {
  const id = `contact-${name}`;
  const input = element(LONG.has(name) ? "textarea" : "input", {
    id, type: LONG.has(name) ? null : DAYS.has(name) ? "date" : "text", dir: "ltr", "data-focus": id, spellcheck: "false",
    autocomplete: "off", "aria-describedby": `${id}-found`,
    ...whenTyped((text) => type(`${shown.id}.${name}`, text.replace(/\s*\n\s*/g, " "))), // a value has one line
  });
  return element("div", { class: "field" }, element("label", { for: id }, LABELS[name]), input,
    element("div", { class: "facts", id: `${id}-found` }));
}

function type(name, text) {
  if (!keepValue(shown, name, text)) say("This browser does not keep what you type: save it soon.");
  problems.delete(name);
  refill(byId("touched"));
  refresh();
  happened("typed-contact");
}

/** Put the values into the fields, which stay, with the cursor in them. */
function update() {
  refill(byId("contact-place"), `${shown.id}, a ${shown.kind} contact, `,
    element("code", {}, `${shown.place.path}:${shown.place.line}`));
  refill(byId("contact-languages"), Object.entries(shown.by_language).map(([tag, text]) =>
    element("p", { class: "hint" }, `${tag}: ${text}`)));
  for (const name of Object.keys(LABELS)) {
    const input = byId(`contact-${name}`);
    const value = typedValue(`${shown.id}.${name}`) ?? shown.values[`${shown.id}.${name}`];
    if (input.value !== value && !isComposing(input)) input.value = value;
  }
  refresh();
}

/** Say of each field whether it is saved, was typed before, is wrong, or has changed on disk. */
function refresh() {
  const conflicts = conflictsOf(shown);
  for (const name of Object.keys(LABELS)) {
    const full = `${shown.id}.${name}`;
    const left = leftOverNotes(NO_LANGUAGE, fieldKey(full), { dir: "ltr" });
    byId(`contact-${name}`).readOnly = state.campaign.read_only || left.length > 0;
    refill(byId(`contact-${name}-found`),
      typedValue(full) !== undefined && element("p", { class: "hint" }, element("strong", {}, "Not saved.")),
      left,
      conflicts.has(full) && conflict(full, conflicts.get(full)),
      problems.get(full)?.map((error) => problem("error", "", `${error.problem} ${error.hint}`)));
    mark(byId(`contact-${name}`), problems.has(full));
  }
  refill(byId("contact-moved"), movedBox());
  byId("undo").disabled = !isTyped(shown);
}

const conflict = (name, typed) => conflictBox("This value has changed on disk since you began.",
  [["When you began", typed.before], ["On disk now", shown.values[name]], ["Yours", typed.text]], { dir: "ltr" },
  [["Keep mine", () => decide(() => goOn(shown, name), "Your value stays. Save to replace the one on disk.")],
    ["Take the one on disk", () => decide(() => forgetValue(name), "The value on disk stays.")]]);

/** Return what tells that what was typed was typed for another number; null if it was not. */
function movedBox() {
  const moved = movedOf(shown);
  if (!moved.size) return null;
  const values = [...moved].flatMap(([name, before]) =>
    [[`${label(name)}, when you began`, before], [`${label(name)}, on disk now`, shown.reached[name]]]);
  const one = shown;
  return conflictBox("Who is reached has changed on disk since you began. Is what you typed true of it?", values, { dir: "ltr" }, [
    ["Keep what I typed", () => decide(() => typedValues(one.id).forEach(({ field: name }) =>
      conflictsOf(one).has(name) || goOn(one, name)), "What you typed stays. Save to write it.")],
    ["Forget what I typed", () => decide(() => forgetAll(one.id), "The contact is now as it is on disk.")]]);
}

function decide(how, told) {
  how();
  update();
  happened("typed-contact");
  say(told);
}

function undo() {
  forgetAll(shown.id);
  problems = new Map();
  update();
  happened("typed-contact");
  say("What you typed is forgotten: the contact is as saved.");
  focusField(); // the button has nothing more to do
}

/** Put the cursor into the field of the printed number or address. */
const focusField = () => shown && byId("contact-display")?.focus();

export const saveContact = () => shown && !state.campaign.read_only && !stillComposing() && send(true);

/** Record a call of the number that is saved: nobody has dialed one that is still being typed. */
function tried() {
  if (isTyped(shown)) return say(`Save or undo your changes first. Then ${toDo(shown)} what is saved.`);
  const name = `${shown.id}.verified_on`; // not typed, or a later Save would say so again
  return ask(true, [{ field: name, before: shown.values[name], after: shown.today }], dialed);
}

/** Save what is typed of the contact, or only look what it would touch. */
function send(write) {
  const typed = typedValues(shown.id);
  if (!typed.length) return say("Nothing is changed.");
  if (conflictsOf(shown).size || movedOf(shown).size) return say("Choose first: the contact has changed on disk since you began.");
  return ask(write, typed.map(({ field: name, before, text }) => ({ field: name, before, after: text })), shown.reached);
}

async function ask(write, edits, seen) {
  const one = shown;
  try {
    const answer = await post("api/contacts", { page: PAGE, edits: withTarget(one, edits), seen, write });
    problems = new Map();
    if (shown?.id === one.id) refresh();
    if (answer.conflicts.length) await differs(one);
    else {
      if (write) await saved(one, edits);
      tell(one, answer, write);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(`Not saved. ${error.errors[0].problem}`);
    if (shown?.id === one.id) refused(error.errors, edits);
  }
}

/** Say each error beside the edited field whose value it quotes, or else beside the uppermost one; and go to the first. */
function refused(errors, edits) {
  const rows = Object.keys(LABELS).map((name) => edits.find((edit) => edit.field === `${shown.id}.${name}`)).filter(Boolean);
  problems = new Map();
  for (const error of errors) {
    const { field: name } = rows.find(({ after }) => after && error.problem.includes(after)) ?? rows[0];
    problems.set(name, [...(problems.get(name) ?? []), error]);
  }
  refresh();
  const input = byId(`contact-${[...problems.keys()][0].slice(shown.id.length + 1)}`);
  input.focus();
  input.parentElement.scrollIntoView({ block: "nearest" }); // with what is wrong, which is below it
}

/** Let what a code opens follow the printed number, if only that is typed: the server derives it, or says why it can't. */
function withTarget(one, edits) {
  const typed = (name) => edits.some((edit) => edit.field === `${one.id}.${name}`);
  if (!NUMBERS.has(one.kind) || !typed("display") || typed("target")) return edits;
  return edits.map((edit) => (edit.field === `${one.id}.display` ? { ...edit, field: `${one.id}.${one.kind}` } : edit));
}

/** The file is not as it was seen, and no notice has come yet. */
async function differs(one) {
  await renew();
  dialed = shown?.id === one.id ? shown.reached : {};
  showConflict();
  say(isTyped(one) ? `Nothing was saved: the contact ${CHOOSE}`
    : `Nothing was recorded: the contact has changed on disk. Now ${toDo(one)} what is there.`);
}

async function saved(one, edits) {
  await readContacts();
  const now = all.find((found) => found.id === one.id);
  for (const { field: name, after } of edits) {
    if (typedValue(name) === after) forgetValue(name);
    else if (now) goOn(now, name); // more was typed meanwhile
  }
  for (const { field: name } of typedValues(one.id)) if (now) goOn(now, name);
  if (shown?.id === one.id && now) {
    shown = now;
    dialed = now.reached;
    update();
  }
  happened("saved");
}

function tell(one, answer, write) {
  say(answer.written ? "Saved in content/contacts.yaml."
    : write ? "The file has these values already." : "Not saved: this is what would change.");
  if (shown?.id !== one.id) return;
  refill(byId("touched"), element("h3", {}, answer.written ? "Changed" : "Would change"),
    element("ul", {}, answer.changes.map((change) =>
      element("li", {}, `${label(change.field)}: `, value(change.before), " → ", value(change.after)))),
    Object.entries(answer.unasked).map(([field, said]) =>
      element("p", {}, `${label(field)}: `, value(said), " was true of the former contact, and texts promise it. If it is not true of the new one, change it too.")),
    answer.impact.map((impact) => impactList(impact, true)));
  byId("touched").scrollIntoView({ block: "start" }); // it is below the fields
}

const value = (text) => element("bdi", { class: "value" }, inWords(text) || "(nothing)");

async function touches(id) {
  const impact = await get("api/contact", { id });
  if (shown?.id === id && !byId("touched").childElementCount) refill(byId("touched"), impactList(impact, false));
}

let old = false; // whether files have changed since the contact was read; the page goes first
let opened = Promise.resolve();
when("key", () => {
  opened = open();
  opened.then(() => shown && happened("opened"));
});
when("opened", () => shown && byId("contact-display").scrollIntoView({ block: "nearest" })); // the panel may be low
when("focus-field", () => opened.then(focusField));
when("decided", () => shown && renew());
when("left-over", () => shown && refresh());
when("disk", () => (old = true));
when("composed", () => {
  if (old && shown) renew().catch(() => {}); // what is wrong is said beside the pages
  old = false;
});
