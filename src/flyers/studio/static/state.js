// What is shown, and who wants to know of changes. The address keeps the view, so that a reload shows the same.

export const state = {
  campaign: null,
  view: { product: "", language: "", secondary: "", edition: "screen" },
  beside: "", // what else is shown: SAVED, a language, or nothing
  zoom: "fit",
  overlays: new Set(["texts"]),
  key: "", // of the chosen text, "signs.cut-off/short", or of a contact, "contact:hotline"
  keyLanguage: "", // of the chosen text: on a page of two languages it may be the second
  composed: null, // the last good answer of the server
  errors: 0, // that keep the pages from being set anew
  findings: {}, // of typed texts, by language and key
};

export const SAVED = "saved"; // the same pages without what is typed

const listeners = new Map();

/** Call *listener* with the details whenever *what* happens: "view", "key", "typed", "composed", "saved", "disk". */
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

export function choose(key, tag = state.view.language) {
  if (key === state.key && tag === state.keyLanguage) return;
  state.key = key;
  state.keyLanguage = tag || state.view.language;
  remember();
  happened("key", key);
}

function remember() {
  const { product, language, secondary, edition } = state.view;
  const parts = new URLSearchParams({ product, language, secondary, edition, key: state.key });
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
  state.key = parts.get("key") ?? "";
  state.keyLanguage = state.view.language;
}
