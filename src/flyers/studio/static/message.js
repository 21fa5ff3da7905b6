// The chosen text: its English, notes, every form with a field to type in, where it is printed, what checks find.

import { PAGE, Refused, get, post } from "./api.js";
import { CHOOSE, conflictBox, showConflict } from "./conflict.js";
import { byId, element, refill, say } from "./dom.js";
import { draft, forget, keep, rebase } from "./drafts.js";
import { lend, stack } from "./fonts.js";
import { leftOverNotes } from "./offer.js";
import { places } from "./places.js";
import { READ_ONLY, mark, problem, withProduct } from "./problems.js";
import { happened, isContact, language, state, when } from "./state.js";
import { isComposing, stillComposing, whenTyped } from "./typing.js";

let shown = null; // the message as the server has it
let conflicts = new Map(); // by key: the text that is on disk now
let problems = new Map(); // by key: errors of the last attempt to save
let justSaved = new Set(); // keys; until something is typed

async function open() {
  conflicts = new Map();
  problems = new Map();
  justSaved = new Set();
  await renew();
}

async function renew() {
  const { key, keyLanguage } = state;
  if (!key || isContact(key)) {
    shown = null;
    return;
  }
  let found;
  try {
    found = await get("api/message", { language: keyLanguage, key });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    shown = null;
    byId("panel-title").textContent = key;
    refill(byId("message"), element("p", { class: "hint" }, `${error.errors[0].problem} ${error.errors[0].hint}`));
    return;
  }
  if (key !== state.key || keyLanguage !== state.keyLanguage) return;
  const known = conflicts.size;
  const stays = shown && sameShape(shown, found) && byId("message").querySelector("textarea");
  if (stays) found.forms.forEach((form, index) => Object.assign(shown.forms[index], form));
  else shown = found;
  for (const form of shown.forms) {
    const typed = draft(found.language, form.key);
    if (typed && form.translation !== typed.before && form.translation !== typed.text) {
      if (!conflicts.has(form.key)) say(`${form.key} ${CHOOSE}`);
      conflicts.set(form.key, form.translation);
    } else conflicts.delete(form.key);
  }
  if (stays) shown.forms.forEach(update);
  else drawMessage();
  if (conflicts.size > known) showConflict();
}

/** Whether only translations differ: then the fields stay, with the cursor and what an input method is composing. */
function sameShape(one, other) {
  const shape = ({ id, language: tag, forms, products }) =>
    JSON.stringify([id, tag, products, forms.map((form) => [form.key, form.english, form.notes, form.doubts])]);
  return shape(one) === shape(other);
}

function update(form) {
  const input = byId("message").querySelector(`#text-${form.form}`);
  const text = shown.editable ? draft(shown.language, form.key)?.text ?? form.translation : form.english;
  if (input.value !== text && !isComposing(input)) input.value = text;
  refresh(form);
}

function drawMessage() {
  const about = language(shown.language);
  byId("panel-title").textContent = shown.id;
  refill(
    byId("message"),
    shown.note && element("p", { class: "note" }, shown.note),
    shown.forms.map((form) => field(form, about)),
    shown.editable ? actions() : element("p", { class: "hint" },
      "This is the language of the messages. Change it in ", place(shown.source), "; the page follows."),
    places(shown),
  );
  for (const form of shown.forms) refresh(form);
}

const place = (source) => element("code", {}, source.line ? `${source.path}:${source.line}` : source.path);

function field(form, about) {
  const id = `text-${form.form}`;
  const value = draft(shown.language, form.key)?.text ?? form.translation;
  const input = element("textarea", {
    id, lang: about.tag, dir: about.direction, rows: 3, spellcheck: "true", "data-key": form.key, "data-focus": id,
    "aria-describedby": `${id}-found`, ...whenTyped((text) => type(form, text)),
  });
  input.value = shown.editable ? value : form.english;
  lend(about.fonts);
  input.style.fontFamily = stack(about.fonts);
  return element("section", { class: "form", "data-form": form.key },
    element("h3", {}, form.form === "text" ? "full text" : `${form.form} form`),
    shown.editable && element("p", { class: "english", lang: state.campaign.source_language }, form.english),
    element("label", { for: id, class: "hidden" }, `${about.english}, ${form.key}`),
    input,
    element("div", { class: "facts", id: `${id}-found` }),
    element("details", { class: "notes", open: form.doubts.length > 0 }, element("summary", {}, "Notes"),
      element("ul", {}, form.notes.filter((note) => note !== shown.note).map((note) => element("li", {}, note)),
        form.former && element("li", {}, `Translated from: “${form.former}”`),
        form.remarks.map((remark) => element("li", {}, `Remark: ${remark}`)),
        form.doubts.map((doubt) => element("li", {}, `Doubt: ${doubt}`)),
        form.source && element("li", {}, place(form.source)))));
}

function type(form, text) {
  const typed = draft(shown.language, form.key);
  if (text === (typed?.before ?? form.translation) && !conflicts.has(form.key)) forget(shown.language, form.key);
  else if (!keep(shown.language, form.key, text, { before: form.translation, english: form.english })) {
    say("This browser does not keep the text: save it soon.");
  }
  problems.delete(form.key);
  justSaved.delete(form.key);
  refresh(form);
  happened("typed", form.key);
}

/** Draw what is known of one form: whether it is saved, what the checks find, a conflict. */
function refresh(form) {
  const facts = byId("message").querySelector(`#text-${form.form}-found`);
  if (!facts) return;
  const typed = draft(shown.language, form.key);
  const left = shown.editable ? leftOverNotes(shown.language, form.key, inLanguage()) : [];
  if (byId("undo")) byId("undo").disabled = !shown.forms.some((one) => draft(shown.language, one.key));
  const input = byId(`text-${form.form}`);
  input.readOnly = !shown.editable || state.campaign.read_only || left.length > 0;
  const text = typed?.text ?? form.translation;
  const found = typed ? state.findings[shown.language]?.[form.key] ?? [] : form.findings;
  const why = form.why ? `${form.why[0].toUpperCase()}${form.why.slice(1)}. ` : justSaved.has(form.key) ? "Saved. " : "";
  const isAsked = form.why && form.translation && !typed && !left.length;
  const count = `${printed(text, form).length} characters${form.most ? ` of at most ${form.most}` : ""}`;
  refill(
    facts,
    element("p", { class: "hint" }, typed ? element("strong", {}, "Not saved. ") : why, count),
    typed && typed.english !== form.english && problem("warning", "",
      `The English has changed since you began. It was: “${typed.english}”`),
    isAsked && element("div", { class: "row" }, element("button", { type: "button", disabled: state.campaign.read_only,
      onclick: () => { write([as(form, false)]); focusField(); } }, "It is right as it is")),
    left,
    conflicts.has(form.key) && conflict(form, typed),
    (problems.get(form.key) ?? []).filter((error) => !found.some((one) => one.problem === error.problem)) // said below
      .map((error) => problem("error", "", `${withProduct(error)} ${error.hint}`)),
    found.filter((one) => !one.excuse).map((one) => problem(one.severity, one.code, `${one.problem} ${one.hint}`)),
  );
  mark(input, problems.has(form.key) || found.some((one) => one.severity === "error"));
}

/** Return the characters of a text that take up room on paper, with contacts as they are printed: those that L308 counts. */
const printed = (text, form) =>
  [...text.replace(/\{([^{}]*)\}/g, (braces, name) => form.contacts[name] ?? braces).replaceAll("**", "")]
    .filter((character) => !/[\p{Mn}\p{Me}\p{Cf}]/u.test(character));

/** Return the attributes of words in the language of the message. */
function inLanguage() {
  const about = language(shown.language);
  return { lang: about.tag, dir: about.direction, class: "words" };
}

const conflict = (form, typed) =>
  conflictBox("This text has changed on disk since you began.",
    [["When you began", typed?.before], ["On disk now", conflicts.get(form.key)], ["Yours", typed?.text]], inLanguage(),
    [["Keep mine", () => mine(form)], ["Take the one on disk", () => theirs(form)]]);

function mine(form) {
  rebase(shown.language, form.key, { before: conflicts.get(form.key) });
  conflicts.delete(form.key);
  refresh(form);
  say("Your text stays. Save to replace the one on disk.");
}

function theirs(form) {
  forget(shown.language, form.key);
  conflicts.delete(form.key);
  happened("typed", form.key);
  renew();
}

function actions() {
  return element("div", { class: "row actions" },
    element("label", { class: "check" },
      element("input", { type: "checkbox", id: "doubtful", disabled: state.campaign.read_only }),
      " somebody should look at it again"),
    element("button", { type: "button", class: "primary", "data-focus": "save", onclick: save,
      disabled: state.campaign.read_only, title: "Ctrl + S" }, "Save"),
    element("button", { type: "button", id: "undo", "data-focus": "undo", title: "Forget what you typed and have not saved",
      onclick: undo }, "Undo"),
    state.campaign.read_only && element("p", { class: "hint" }, READ_ONLY));
}

async function undo() {
  for (const form of shown.forms) forget(shown.language, form.key);
  happened("typed", shown.id);
  say("What you typed is forgotten: the text is as saved.");
  focusField(); // the button has nothing more to do
  await open();
}

/** Save the typed forms of the message; if none is typed, and the chosen one is ticked, that it is doubtful. */
export async function save() {
  if (!shown?.editable || state.campaign.read_only || stillComposing()) return undefined;
  const doubtful = byId("doubtful").checked;
  const texts = shown.forms.map((form) => draft(shown.language, form.key)).filter(Boolean).map((one) =>
    ({ key: one.key, before: one.before, after: one.text, english: one.english, doubtful }));
  const form = chosen();
  if (!texts.length && doubtful && form.translation && !form.fuzzy) texts.push(as(form, true));
  return texts.length ? write(texts) : say("There is nothing to save.");
}

/** Return the text of *form* as it is saved, doubtful or not. */
const as = ({ key, translation, english }, doubtful) => ({ key, before: translation, after: translation, english, doubtful });

const chosen = () => shown.forms.find((form) => form.key === state.key) ?? shown.forms[0];

/** Write *texts*: all of them or, on a conflict or fault, none. */
async function write(texts) {
  const tag = shown.language;
  const saved = shown;
  try {
    const answer = await post("api/save", { page: PAGE, language: tag, texts });
    if (answer.conflicts.length) {
      conflicts = new Map(answer.conflicts.map((one) => [one.key, one.now]));
      say(`Nothing was saved: the text ${CHOOSE}`);
      for (const form of shown.forms) refresh(form);
      showConflict();
      return;
    }
    for (const one of texts) {
      if (draft(tag, one.key)?.text === one.after) forget(tag, one.key);
      else rebase(tag, one.key, { before: one.after }); // more was typed meanwhile
      saved.forms.find((form) => form.key === one.key).translation = one.after;
    }
    problems = new Map();
    justSaved = new Set(texts.map((one) => one.key));
    byId("doubtful").checked = texts[0].doubtful;
    const broken = answer.not_made.length ? ` As before, these can’t be made: ${answer.not_made.join(", ")}.` : "";
    say(`Saved in ${answer.file}.${broken}`);
    happened("saved", answer);
    await renew();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problems = new Map();
    const here = (one) => Number(one.trail[0] === state.view.product); // what is on the screen is told first
    const errors = [...error.errors].sort((one, other) => here(other) - here(one));
    for (const one of errors) {
      const key = one.trail.find((step) => texts.some((text) => text.key === step)) ?? texts[0].key;
      problems.set(key, [...(problems.get(key) ?? []), one]);
    }
    say(`Not saved. ${withProduct(errors[0])}`);
    for (const form of shown.forms) {
      refresh(form);
      rebase(shown.language, form.key, { english: form.english }); // if it has changed, it is seen now
    }
  }
}

/** Put the cursor into the field of the chosen form; a contact has its own. */
const focusField = () => shown && byId(`text-${chosen().form}`)?.focus();

/** Bring the field of the chosen form into view: others may stand above it, and the panel may be low. */
const reveal = () => shown && byId(`text-${chosen().form}`)?.scrollIntoView({ block: "nearest" });

let opened = Promise.resolve();
when("key", () => {
  opened = open();
  opened.then(() => {
    byId("panel").scrollTop = 0;
    if (shown) happened("opened");
  });
});
when("opened", reveal);
when("focus-field", () => opened.then(focusField));
let old = false; // whether files have changed since the message was read; the page goes first
when("disk", () => (old = true));
when("view", (change) => change.language && open());
when("decided", renew);
when("left-over", refreshAll);
when("composed", () => {
  if (old) {
    old = false;
    renew();
    return;
  }
  refreshAll();
});

function refreshAll() {
  for (const form of shown?.forms ?? []) refresh(form);
}
