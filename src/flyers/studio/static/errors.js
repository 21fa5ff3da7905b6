// Says beside the last good page why there is no newer one: what was asked for, the file and line, what to do.

import { byId, element, refill } from "./dom.js";
import { choose } from "./state.js";

export function showErrors(errors) {
  const sheets = byId("sheets");
  sheets.classList.toggle("old", errors.length > 0);
  refill(
    byId("errors"),
    errors.map((error) => element("article", { class: "error" }, where(error), element("p", {}, error.problem),
      error.hint && element("p", { class: "todo" }, error.hint))),
    errors.length > 0 && sheets.childElementCount > 0 && element("p", { class: "hint" }, "Below is the last good page."),
  );
}

/** Return the trail and the place of an error; a step that is a text opens it. */
function where(error) {
  const steps = (error.trail ?? []).map((step) =>
    /^[a-z][\w-]*\.[\w.-]+(\/[a-z]+)?$/.test(step)
      ? element("button", { type: "button", class: "link", onclick: () => choose(step) }, step)
      : element("span", {}, step));
  const place = error.path && element("code", {}, error.line ? `${error.path}:${error.line}` : error.path);
  return element("p", { class: "where" }, [...steps, place].filter(Boolean).flatMap((step, index) =>
    index ? [" → ", step] : [step]));
}
