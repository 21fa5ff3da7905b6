// Tells what shows a contact: texts, products, signatures, printed pieces.

import { element } from "./dom.js";
import { choose, product, show } from "./state.js";

/** Return what an *impact* of the server names; *changed* if the contact has changed, or would. */
export function impactList(impact, changed) {
  const names = (list, make) => element("ul", { class: "names" }, list.map((name) => element("li", {}, make(name))));
  const message = (name) => element("button", { type: "button", class: "link", onclick: () => choose(name) }, name);
  const made = (name) => element("button", { type: "button", class: "link", onclick: () => show({ product: name }) },
    product(name)?.title ?? name);
  const signed = Object.entries(impact.signoffs);
  const texts = impact.promised ? `Texts that promise ${impact.promised}` : "Texts";
  const pieces = [["on record with it", impact.manifests], ["wrong now, to be collected", impact.outdated]];
  return element("div", { class: "printed" },
    element("h3", {}, `${texts} (${impact.messages.length})`), names(impact.messages, message),
    impact.untrue.length > 0 && element("p", { class: "finding error" },
      `Not true now, and not printed until they are changed: ${impact.untrue.join(", ")}.`),
    element("h3", {}, `Products (${impact.products.length})`), names(impact.products, made),
    !impact.promised && [element("h3", {}, changed ? "Signatures that no longer count" : "Signed with it"),
      element("p", {}, signed.length ? signed.map(([tag, covered]) => `${tag} (${covered.length})`).join(", ") : "none")],
    pieces.filter(([, list]) => list.length).flatMap(([title, list]) => [
      element("h3", {}, `Printed pieces ${title}`),
      element("ul", {}, list.map((piece) => element("li", {}, printed(piece))))]));
}

function printed(piece) {
  const products = piece.products.map((name) => (piece.quantities[name] ? `${piece.quantities[name]} × ${name}` : name));
  return `${piece.printed}: ${products.join(", ")}, ${piece.language}, ${piece.date}`;
}
