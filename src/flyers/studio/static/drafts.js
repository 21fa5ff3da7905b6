// What is typed on this page and not saved: texts, and values of contacts. Each is kept in this browser at once, so that
// neither a killed browser nor a killed studio loses it. Two windows may have the same text open: each keeps its own.

import { PAGE } from "./api.js";
import { state } from "./state.js";

/** In the place of a language: values of contacts are the same for all. */
export const NO_LANGUAGE = "";

const typed = new Map(); // by field: { language, key, text, before, english, reached, time, page }

const field = (language, key) => `${language}/${key}`;

/** What the names of all items of the campaign begin with. */
export const prefix = () => `flyers-studio/${state.campaign.id}/`;

const item = (language, key) => `${prefix()}${field(language, key)}/${PAGE}`;

/**
 * Keep *text*, typed for *key*. What its author saw when beginning counts when it is first typed: `before`, the text
 * that was there, and what it belongs to: for a text its `english`, for a value of a contact who is `reached`.
 */
export function keep(language, key, text, seen) {
  const { before, english, reached } = draft(language, key) ?? seen;
  const kept = { language, key, text, before, english, reached, time: Date.now(), page: PAGE };
  typed.set(field(language, key), kept);
  try {
    localStorage.setItem(item(language, key), JSON.stringify(kept));
    return true;
  } catch {
    return false; // no room, or not allowed: the text is on the screen all the same
  }
}

export function forget(language, key) {
  typed.delete(field(language, key));
  localStorage.removeItem(item(language, key));
}

export const draft = (language, key) => typed.get(field(language, key));

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
