// A contact in the list: whether it was ever tried, and whether what is typed of it is saved.

import { typedValue, typedValues } from "./contactDrafts.js";
import { element } from "./dom.js";
import { CONTACT, choose, state } from "./state.js";

export const isTyped = (one) => typedValues(one.id).length > 0;

export function contactRow(one) {
  const day = one.values[`${one.id}.verified_on`];
  const [on, never] = one.emergency ? ["confirmed on", "not confirmed"] : ["tried on", "never tried"];
  const typed = isTyped(one);
  return element("li", {}, element("button", {
    type: "button", class: `text ${day ? "done" : "untranslated"}${typed ? " unsaved" : ""}`,
    "data-key": CONTACT + one.id, "data-focus": CONTACT + one.id,
    "aria-current": state.key === CONTACT + one.id ? "true" : null, onclick: () => choose(CONTACT + one.id),
  },
  element("span", { class: "mark", "aria-hidden": "true" }, typed ? "●" : day ? "✓" : "–"),
  element("span", { class: "hidden" }, typed ? "not saved" : ""),
  element("span", { class: "key" }, `${one.name} · ${day ? `${on} ${day}` : never}`),
  element("span", { class: "words", dir: "ltr" }, typedValue(`${one.id}.display`) ?? one.values[`${one.id}.display`])));
}
