// What is said of a field below it, and to a screen reader with it.

import { element } from "./dom.js";
import { product } from "./state.js";

export const READ_ONLY = "With --read-only nothing is saved.";

export const problem = (severity, code, text) =>
  element("p", { class: `finding ${severity}` }, element("span", { class: "severity" }, `${severity} ${code}`.trim()),
    ` ${text}`);

/** Mark *input* as wrong, or as right again. */
export function mark(input, isWrong) {
  if (isWrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/** Return what is wrong, after the product that it keeps from being made, if it is one. */
export function withProduct(error) {
  const title = error.trail.map((step) => product(step)?.title).find(Boolean);
  return title ? `${title}: ${error.problem}` : error.problem;
}
