// Values of contacts that are typed and not saved, and where they are in conflict with what is on disk now.

import { NO_LANGUAGE, draft, forget, keep, rebase, unsaved } from "./drafts.js";
import { CONTACT, contactOf } from "./state.js";

/** Return the key under which a *field*, "hotline.display", is kept. */
export const fieldKey = (field) => CONTACT + field;

export const typedValue = (field) => draft(NO_LANGUAGE, fieldKey(field))?.text;

/** Return what is typed of a contact, each with its `field`. */
export function typedValues(id) {
  return unsaved(NO_LANGUAGE).filter((one) => contactOf(one.key) === CONTACT + id)
    .map((one) => ({ ...one, field: one.key.slice(CONTACT.length) }));
}

/** Keep a typed *text*; return whether the browser does. One that is as on disk need not be kept. */
export function keepValue(one, field, text) {
  if (text === one.values[field] && !conflictsOf(one).has(field)) {
    forget(NO_LANGUAGE, fieldKey(field));
    return true;
  }
  return keep(NO_LANGUAGE, fieldKey(field), text, { before: one.values[field], reached: one.reached });
}

export const forgetValue = (field) => forget(NO_LANGUAGE, fieldKey(field));

export function forgetAll(id) {
  for (const { field } of typedValues(id)) forgetValue(field);
}

/** Go on with what is typed, beside what is on disk now. */
export function goOn(one, field) {
  rebase(NO_LANGUAGE, fieldKey(field), { before: one.values[field], reached: one.reached });
}

/** Return the typed values of fields that have another value on disk than their author saw, by field. */
export function conflictsOf(one) {
  return new Map(typedValues(one.id)
    .filter(({ field, before, text }) => ![before, text].includes(one.values[field]))
    .map((typed) => [typed.field, typed]));
}

/**
 * Return the values that say who is reached and have changed on disk since something else was typed, each with what it
 * was: hours, say, are those of a certain number. A value in conflict is asked about by itself.
 */
export function movedOf(one) {
  const moved = new Map();
  const conflicts = conflictsOf(one);
  for (const { field: own, reached } of typedValues(one.id)) {
    if (conflicts.has(own)) continue;
    for (const field of new Set([...Object.keys(reached ?? {}), ...Object.keys(one.reached)])) {
      const before = reached?.[field] ?? "";
      if (field !== own && before !== (one.reached[field] ?? "") && typedValue(field) === undefined) moved.set(field, before);
    }
  }
  return moved;
}
