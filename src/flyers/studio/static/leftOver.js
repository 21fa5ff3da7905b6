// What was typed and not saved on pages that are gone: their window was closed or reloaded, or the browser ended. It is
// offered, and taken only if somebody says so. What is typed in a window that is open is the affair of that window.

import { PAGE } from "./api.js";
import { draft, keep, prefix } from "./drafts.js";
import { happened, state } from "./state.js";

const lock = (page) => `flyers-studio/page/${page}`;
const { locks } = navigator; // a page has its own as long as it is open, and so is known by others

let left = []; // with the name of its `item`, the newest first
const watched = new Set();

const present = locks && new Promise((resolve) => {
  locks.request(lock(PAGE), () => {
    resolve();
    return new Promise(() => {});
  }).catch(resolve);
});

/** Look for what is left over. */
export async function look() {
  await present;
  const found = items(); // before it is known who is there: a page that opens meanwhile is not taken for one that is gone
  const there = new Set(locks && (await locks.query()).held.map(({ name }) => name));
  const before = names();
  const stays = ({ item }) => localStorage.getItem(item) !== null; // nobody has taken or discarded it meanwhile
  left = found.filter((one) => !there.has(lock(one.page)) && stays(one));
  for (const { page } of found) if (there.has(lock(page))) watch(page);
  if (names() !== before) happened("left-over");
}

const names = () => JSON.stringify(left.map(({ item, time }) => [item, time]));

/** Look again when *page* is gone: then somebody else can have its lock. */
function watch(page) {
  if (watched.has(page)) return;
  watched.add(page);
  locks.request(lock(page), () => {}).then(() => {
    watched.delete(page);
    return look();
  }).catch(() => watched.delete(page));
}

/** Return what other pages have kept, each with the name of its `item`; what is none of ours is removed. */
function items() {
  const found = [];
  for (const item of Object.keys(localStorage).filter((name) => name.startsWith(prefix()))) {
    const one = read(item);
    if (!one) localStorage.removeItem(item);
    else if (one.page !== PAGE) found.push({ ...one, item });
  }
  return found.sort((one, other) => other.time - one.time);
}

function read(item) {
  try {
    const one = JSON.parse(localStorage.getItem(item));
    return [one.text, one.key, one.language, one.before].every((part) => typeof part === "string") ? one : null;
  } catch {
    return null;
  }
}

/** Return what is left over and has a field in which nothing else is typed. */
export const leftOver = () => left.filter(({ language, key }) => !draft(language, key));

/** Return what is left over for one text or value: several where it was typed in several windows. */
export const leftOverOf = (language, key) => leftOver().filter((one) => one.language === language && one.key === key);

/** Go on with what is *found*; of several for one field with the newest, the others stay left over. */
export function take(found) {
  for (const one of found) {
    if (!draft(one.language, one.key) && keep(one.language, one.key, one.text, one)) discard([one]);
  }
}

export function discard(found) {
  for (const { item } of found) localStorage.removeItem(item);
  left = left.filter((one) => !found.some(({ item }) => item === one.item));
}

/** Undo that *found* was discarded; return whether the browser keeps it again. */
export function putBack(found) {
  try {
    for (const { item, ...one } of found) localStorage.setItem(item, JSON.stringify(one));
  } catch {
    return false; // no room, or not allowed
  }
  const others = left.filter((one) => !found.some(({ item }) => item === one.item));
  left = [...others, ...found].sort((one, other) => other.time - one.time);
  return true;
}

addEventListener("storage", () => state.campaign && look());
