// Where the chosen message is printed, in what size, and how many words more there is room for.

import { post } from "./api.js";
import { byId, element, refill } from "./dom.js";
import { forServer } from "./drafts.js";
import { product, show, state, when } from "./state.js";

const IDLE = 500; // milliseconds without typing before room is measured: it takes some attempts at the page

let running = new AbortController();
let waiting = 0;

/** Return the part of the panel that tells of places; it fills itself, product by product. */
export function places(message) {
  running.abort();
  running = new AbortController();
  const list = element("ul", { class: "places" });
  fill(list, message, running.signal).catch(() => {});
  measureSoon();
  return element("section", { class: "printed" },
    element("h3", {}, "Room"), element("p", { id: "room", class: "hint", "aria-live": "polite" }, "…"),
    element("h3", {}, "Printed"), list);
}

async function fill(list, message, signal) {
  const here = state.view.product;
  const products = [...message.products].sort((one, other) => (other === here) - (one === here));
  for (const name of products) {
    const entry = element("li", {}, element("button", { type: "button", class: "link",
      onclick: () => show({ product: name }) }, product(name)?.title ?? name), " …");
    list.append(entry);
    try {
      const asked = { ...state.view, product: name, secondary: "", language: message.language, edition: "screen" };
      const found = await post("/api/places", { ...asked, key: state.key, drafts: forServer() }, signal);
      entry.lastChild.replaceWith(found.length ? element("ul", {}, found.map(line)) : ": not on it now");
    } catch (error) {
      if (error.name === "AbortError") return;
      entry.lastChild.replaceWith(`: ${error.message}`);
    }
  }
  if (!products.length) list.append(element("li", {}, "no product prints it"));
}

const rounded = (points) => `${Math.round(points * 100) / 100}`;

function line(found) {
  const aim = found.aim > found.size + 0.01 ? `, the layout’s aim is ${rounded(found.aim)}` : "";
  const floor = found.size <= found.floor + 0.01 ? ", its smallest" : `, smallest ${rounded(found.floor)}`;
  const lines = found.lines === 1 ? "1 line" : `${found.lines} lines`;
  const form = found.message === state.key ? "" : ` (${found.message})`;
  return element("li", {}, `page ${found.page}${form}: ${lines} of ${rounded(found.size)} pt${floor}${aim} `,
    element("code", {}, found.block));
}

let measuring = new AbortController();

function measureSoon() {
  clearTimeout(waiting);
  measuring.abort();
  waiting = setTimeout(measure, IDLE);
}

async function measure() {
  const key = state.key;
  if (!byId("room") || !key.includes(".") || state.keyLanguage !== state.view.language) return;
  measuring = new AbortController();
  try {
    const asked = { ...state.view, key, drafts: forServer() };
    const found = await post("/api/room", asked, measuring.signal);
    if (byId("room") && key === state.key) refill(byId("room"), element("span", {}, words(found)));
  } catch (error) {
    if (error.name !== "AbortError" && byId("room")) byId("room").textContent = "not known";
  }
}

function words(found) {
  if (!found.printed) return "This form is not on these pages.";
  const many = (count) => (count >= found.most ? `${found.most} words or more` : count === 1 ? "1 word" : `${count} words`);
  if (found.same_size >= found.most) return `For ${many(found.same_size)}, in the same size.`;
  const same = found.same_size ? `For ${many(found.same_size)} more in the same size` : "For no word more in the same size";
  return found.fits > found.same_size
    ? `${same}; for ${many(found.fits)} if type, forms or other texts give way.`
    : `${same}, and not in a smaller one either.`;
}

when("typed", measureSoon);
when("composed", () => !waiting && measureSoon());
when("view", measureSoon);
