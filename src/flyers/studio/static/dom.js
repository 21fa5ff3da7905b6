// Makes elements. Texts become text nodes only: nothing that somebody wrote is ever read as HTML.

/** Return an element with attributes, listeners (`onclick`) and children (elements or texts; null is left out). */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

export function drawing(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Put *children* in place of what is in *parent*, and keep the focus if the same thing is there again. */
export function refill(parent, ...children) {
  const focused = document.activeElement;
  const name = parent.contains(focused) ? focused.dataset.focus : undefined;
  parent.replaceChildren(...children.flat(2).filter(Boolean));
  if (name) parent.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
}

export function option(value, label, chosen = false) {
  return element("option", { value, selected: chosen }, label);
}

let said = 0; // when something was said last

/** Say *text* to screen readers and in the status line, unless something else was said after *since*. */
export function say(text, since = Infinity) {
  if (said > since) return;
  said = performance.now();
  byId("state").textContent = text;
}
