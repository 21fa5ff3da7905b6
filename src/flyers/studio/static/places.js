// Where the chosen message is printed, in what size, and how many words more there is room for.

import { post } from "./api.js";
import { byId, element, refill } from "./dom.js";
import { forServer } from "./drafts.js";
import { product, show, state, when } from "./state.js";

const FINDING = "…";
const GONE = new Set([0, 403]); // no answer from a studio, or one that does not know this page
const IDLE = 500; // milliseconds without a change before this is found out: it takes some attempts at the page

let running = new AbortController();
let waiting = 0;
let asked = null; // the message that the panel shows

/** Return the part of the panel that tells of places; it is filled when nothing changes for a moment. */
export function places(message) {
  asked = message;
  findSoon();
  return element("section", { class: "printed" },
    element("h3", {}, "Room"), element("p", { id: "room", class: "hint", "aria-live": "polite", "aria-busy": "true" }, FINDING),
    element("h3", {}, "Printed"), element("ul", { id: "places", class: "places" }));
}

function findSoon() {
  clearTimeout(waiting);
  running.abort();
  waiting = setTimeout(find, IDLE);
}

async function find() {
  if (!asked || !byId("places")) return;
  running = new AbortController();
  try {
    await measure(running.signal);
    const list = byId("places"); // none if a contact was opened meanwhile
    if (list) await fill(list, asked, running.signal);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

/** List the products that print the message, the one on the screen first. */
async function fill(list, message, signal) {
  const here = state.view.product;
  const products = [...message.products].sort((one, other) => (other === here) - (one === here));
  const entries = new Map(products.map((name) => [name, list.querySelector(`[data-product="${name}"]`) ??
    element("li", { "data-product": name }, element("button", { type: "button", class: "link", "data-focus": `at-${name}`,
      onclick: () => show({ product: name }) }, product(name)?.title ?? name), " …")]));
  refill(list, [...entries.values()], !products.length && element("li", {}, "no product prints it"));
  for (const [name, entry] of entries) {
    let told;
    try {
      const view = { ...state.view, product: name, secondary: "", language: message.language, edition: "screen" };
      const found = await post("api/places", { ...view, key: state.key, drafts: forServer() }, signal);
      told = found.length ? element("ul", {}, found.map(line)) : ": not on it now";
    } catch (error) {
      if (error.name === "AbortError") throw error;
      if (GONE.has(error.status)) return refill(list, element("li", {}, error.message)); // nor will it for the others
      told = `: ${error.message}`;
    }
    entry.lastChild.replaceWith(told);
  }
  return undefined;
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

async function measure(signal) {
  const key = state.key;
  const { keyLanguage: tag, view } = state;
  if ((tag !== view.language && tag !== state.beside) || state.errors) {
    tell(state.errors ? "Not known as long as the page can’t be set." : "Not known on these pages.");
    return;
  }
  try {
    const shown = tag === view.language ? view : { ...view, language: tag, secondary: "" };
    const found = await post("api/room", { ...shown, key, drafts: forServer() }, signal);
    if (key === state.key) tell(words(found));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    tell("not known");
  }
}

/** Tell how much room there is; "…", which nobody need hear, until it is found out. */
function tell(text) {
  const room = byId("room");
  if (!room) return;
  room.setAttribute("aria-busy", String(text === FINDING));
  room.textContent = text;
}

function words(found) {
  if (!found.printed) return "This form is not on these pages.";
  const many = (count) => (count >= found.most ? `${found.most} words or more` : count === 1 ? "1 word" : `${count} words`);
  if (found.fits < 1) return "No room for another word.";
  if (found.same_size >= found.most) return `For ${many(found.same_size)}, in the same size.`;
  const same = found.same_size ? `For ${many(found.same_size)} more in the same size` : "No room for another word in the same size";
  return found.fits > found.same_size
    ? `${same}; for ${many(found.fits)} if type, forms or other texts give way.`
    : `${same}, and not in a smaller one either.`;
}

for (const what of ["typed", "view", "disk", "saved"]) {
  when(what, () => {
    tell(FINDING); // what stands there is of another text
    findSoon();
  });
}
