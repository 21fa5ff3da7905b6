// What is shown, and who wants to know of changes. The address keeps the view, so that a reload shows the same.

export const state = {
  campaign: null,
  view: { product: "", language: "", secondary: "", edition: "screen" },
  beside: "", // what else is shown: SAVED, a language, or nothing
  zoom: "fit", // or a factor
  overlays: new Set(["texts"]), // of OVERLAYS
  filter: "page", // of the list
  key: "", // of the chosen text, "signs.cut-off/short", or of a contact, "contact:hotline"
  keyLanguage: "", // of the chosen text: on a page of two languages it may be the second
  composed: null, // the last good answer of the server
  errors: 0, // that keep the pages from being set anew
  findings: {}, // of typed texts, by language and key
};

export const CONTACT = "contact:"; // what keys of contacts begin with, and those of their fields: "contact:hotline.hours"
export const isContact = (key) => key.startsWith(CONTACT);
export const contactOf = (key) => key.split(".")[0];

export const SAVED = "saved"; // the same pages without what is typed
export const OVERLAYS = ["texts", "trim", "safe", "order", "blocks"];

const listeners = new Map();

/** Call *listener* with the details whenever *what* happens: "view", "key", "typed", "composed", "saved", "disk", … */
export function when(what, listener) {
  listeners.set(what, [...(listeners.get(what) ?? []), listener]);
}

export function happened(what, details) {
  for (const listener of listeners.get(what) ?? []) listener(details);
}

export const language = (tag) => state.campaign.languages.find((found) => found.tag === tag);
export const product = (name) => state.campaign.products.find((found) => found.name === name);

/** Show another view: the parts of *change* take the place of those of today's. */
export function show(change) {
  Object.assign(state.view, change);
  if (change.language) state.keyLanguage = change.language;
  remember();
  happened("view", change);
}

/** Choose a text or contact; "key" is told at once, "opened" when the panel shows it. */
export function choose(key, tag = state.view.language) {
  if (key === state.key && tag === state.keyLanguage) return happened("opened"); // it is: somebody looks for it on the page
  state.key = key;
  state.keyLanguage = tag || state.view.language;
  remember();
  happened("key", key);
}

/** Put what is shown into the address. */
export function remember() {
  const { view, key, beside, zoom, filter } = state;
  const overlays = [...state.overlays].join(" ");
  const within = state.keyLanguage === view.language ? "" : state.keyLanguage;
  const parts = new URLSearchParams({ ...view, key, within, beside, zoom, overlays, filter });
  history.replaceState(null, "", `#${parts}`);
}

/** Take the view from the address, as far as the campaign has it. */
export function recall() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const wanted = { product: parts.get("product"), language: parts.get("language"), edition: parts.get("edition") };
  if (product(wanted.product)) state.view.product = wanted.product;
  if (language(wanted.language)) state.view.language = wanted.language;
  if (state.campaign.editions.some((found) => found.name === wanted.edition)) state.view.edition = wanted.edition;
  if (language(parts.get("secondary"))) state.view.secondary = parts.get("secondary");
  const beside = parts.get("beside");
  if (beside === SAVED || (language(beside) && beside !== state.view.language)) state.beside = beside;
  if (Number(parts.get("zoom")) > 0) state.zoom = parts.get("zoom");
  if (parts.has("overlays")) {
    const shown = parts.get("overlays").split(" ");
    state.overlays = new Set(OVERLAYS.filter((name) => shown.includes(name)));
  }
  state.filter = parts.get("filter") || state.filter;
  state.key = parts.get("key") ?? "";
  state.keyLanguage = language(parts.get("within")) ? parts.get("within") : state.view.language;
}
