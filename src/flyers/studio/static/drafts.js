// Texts that are typed and not saved. Each is kept in this browser at once, so that neither a killed browser nor a
// killed studio loses it; after a start they are offered, and taken only if somebody says so.

import { state } from "./state.js";

const PREFIX = "flyers-studio/";
const typed = new Map(); // by name of the item: { language, key, text, before, english, time, doubtful }

const name = (language, key) => `${PREFIX}${state.campaign.id}/${language}/${key}`;

/** Keep *text*, typed for *key*; *before* and *english* are what its author saw when beginning. */
export function keep(language, key, text, { before, english, doubtful = false }) {
  const item = name(language, key);
  const first = typed.get(item);
  const draft = {
    language, key, text, doubtful,
    before: first?.before ?? before, english: first?.english ?? english, time: Date.now(),
  };
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

/** After a conflict: begin again from what is on disk now. */
export function rebase(language, key, before) {
  const found = draft(language, key);
  if (!found) return;
  found.before = before;
  keep(language, key, found.text, found);
}

/** Return the unsaved texts as the server takes them: by language, by key. */
export function forServer() {
  const found = {};
  for (const { language, key, text } of typed.values()) (found[language] ??= {})[key] = text;
  return found;
}

export const unsaved = (language) =>
  [...typed.values()].filter((one) => language === undefined || one.language === language);

/** Return texts of a former run that nobody has taken or discarded. */
export function leftOver() {
  const found = [];
  const mine = `${PREFIX}${state.campaign.id}/`;
  for (let index = 0; index < localStorage.length; index += 1) {
    const item = localStorage.key(index);
    if (!item.startsWith(mine) || typed.has(item)) continue;
    try {
      const one = JSON.parse(localStorage.getItem(item));
      if (typeof one.text === "string" && typeof one.key === "string") found.push(one);
    } catch {
      localStorage.removeItem(item); // not one of ours
    }
  }
  return found.sort((one, other) => one.time - other.time);
}

export function take(found) {
  for (const one of found) typed.set(name(one.language, one.key), one);
}

export function discard(found) {
  for (const one of found) forget(one.language, one.key);
}
