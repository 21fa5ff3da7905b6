// What is typed and not saved: texts, and values of contacts. Each is kept in this browser at once, so that neither a
// killed browser nor a killed studio loses it; after a start they are offered, and taken only if somebody says so.

import { state } from "./state.js";

/** In the place of a language: values of contacts are the same for all. */
export const NO_LANGUAGE = "";

const PREFIX = "flyers-studio/";
const typed = new Map(); // by name of the item: { language, key, text, before, english, reached, time }

const name = (language, key) => `${PREFIX}${state.campaign.id}/${language}/${key}`;

/**
 * Keep *text*, typed for *key*. What its author saw when beginning counts when it is first typed: `before`, the text
 * that was there, and what it belongs to: for a text its `english`, for a value of a contact who is `reached`.
 */
export function keep(language, key, text, seen) {
  const item = name(language, key);
  const { before, english, reached } = typed.get(item) ?? seen;
  const draft = { language, key, text, before, english, reached, time: Date.now() };
  typed.set(item, draft);
  try {
    localStorage.setItem(item, JSON.stringify(draft));
    return true;
  } catch {
    return false; // no room, or not allowed: the text is on the screen all the same
  }
}

export function forget(language, key) {
  typed.delete(name(language, key));
  localStorage.removeItem(name(language, key));
}

export const draft = (language, key) => typed.get(name(language, key));

export const unsaved = (language) => [...typed.values()].filter((one) => one.language === language);

/** After a conflict, or when more was typed while saving: begin again from what is *seen* now. */
export function rebase(language, key, seen) {
  const found = draft(language, key);
  if (!found) return;
  Object.assign(found, seen);
  keep(language, key, found.text, found);
}

/** Return the unsaved texts as the server takes them: by language, by key. */
export function forServer() {
  const found = {};
  for (const { language, key, text } of typed.values()) {
    if (language !== NO_LANGUAGE) (found[language] ??= {})[key] = text;
  }
  return found;
}

/** Return what was typed in a former run, or is typed in another window, and nobody here has taken or discarded. */
export function leftOver() {
  const found = [];
  const mine = `${PREFIX}${state.campaign.id}/`;
  for (let index = localStorage.length - 1; index >= 0; index -= 1) {
    const item = localStorage.key(index);
    if (!item.startsWith(mine) || typed.has(item)) continue;
    const one = read(item);
    if (one) found.push(one);
  }
  return found.sort((one, other) => one.time - other.time);
}

/** Return what is left over for one text or value; null if nothing is. */
export function leftOverOf(language, key) {
  const item = name(language, key);
  return typed.has(item) ? null : read(item);
}

function read(item) {
  const stored = localStorage.getItem(item);
  if (stored === null) return null;
  try {
    const one = JSON.parse(stored);
    if ([one.text, one.key, one.language, one.before].every((part) => typeof part === "string")) return one;
  } catch {
    // not one of ours
  }
  localStorage.removeItem(item);
  return null;
}

export function take(found) {
  for (const one of found) typed.set(name(one.language, one.key), one);
}

export function discard(found) {
  for (const one of found) forget(one.language, one.key);
}
