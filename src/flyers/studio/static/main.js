// Begins: reads what there is to choose from, shows the view of the address, and listens to keys.

import "./answers.js";
import { Refused, get } from "./api.js";
import { compose } from "./composing.js";
import { saveContact } from "./contacts.js";
import { byId, option, refill } from "./dom.js";
import { showErrors } from "./errors.js";
import { listen } from "./events.js";
import { lend } from "./fonts.js";
import { look } from "./leftOver.js";
import { read, step } from "./list.js";
import { save } from "./message.js";
import "./next.js";
import { resize } from "./pages.js";
import { SAVED, happened, isContact, language, product, recall, remember, show, state, when } from "./state.js";
import { isComposing } from "./typing.js";

async function begin() {
  state.campaign = await get("api/campaign");
  const { products, languages, source_language: source } = state.campaign;
  state.view.product = (products.find((found) => !found.on_request) ?? products[0]).name;
  state.view.language = (languages.find((found) => found.translated && found.tag !== source) ?? languages[0]).tag;
  recall();
  for (const box of byId("overlays").querySelectorAll("input")) box.checked = state.overlays.has(box.value);
  if (![...byId("zoom").options].some((one) => one.value === state.zoom)) state.zoom = "fit";
  byId("zoom").value = state.zoom;
  byId("columns").classList.toggle("two", state.beside !== "");
  menus();
  lend(language(state.view.language).fonts);
  compose("view");
  await look();
  if (state.key) happened("key", state.key);
  await read();
}

/** Begin; if the campaign can't be read now, what changes on disk is a reason to try again. */
async function attempt() {
  try {
    await begin();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    showErrors(error.errors);
  }
}

function menus() {
  const { campaign, view } = state;
  document.title = `Studio · ${campaign.name}`;
  byId("campaign-name").textContent = campaign.name;
  const chosen = product(view.product);
  refill(byId("product"), campaign.products.map((one) => option(one.name, one.title, one.name === view.product)));
  byId("product").title = chosen.about;
  refill(byId("language"), campaign.languages.map((one) =>
    option(one.tag, `${one.english} · ${one.autonym}${one.translated ? "" : " (not translated)"}`, one.tag === view.language)));
  refill(byId("secondary"), option("", chosen.many_languages ? "all languages" : "none", !view.secondary),
    campaign.languages.filter((one) => one.translated && one.tag !== view.language).map((one) =>
      option(one.tag, one.english, one.tag === view.secondary)));
  byId("secondary").disabled = !chosen.takes_a_second;
  refill(byId("besides"), option("", "nothing", !state.beside), option(SAVED, "as saved", state.beside === SAVED),
    campaign.languages.filter((one) => one.tag !== view.language).map((one) =>
      option(one.tag, one.english, one.tag === state.beside)));
  refill(byId("edition"), campaign.editions.filter((one) => (one.name === "image") === chosen.image).map((one) =>
    option(one.name, one.name, one.name === view.edition)));
}

for (const name of ["product", "language", "secondary", "edition"]) {
  byId(name).addEventListener("change", (event) => show({ [name]: event.target.value }));
}
byId("besides").addEventListener("change", (event) => {
  state.beside = event.target.value;
  byId("columns").classList.toggle("two", state.beside !== "");
  remember();
  resize();
  compose("view");
});
byId("view").addEventListener("submit", (event) => event.preventDefault());
byId("zoom").addEventListener("change", (event) => {
  state.zoom = event.target.value;
  remember();
  resize();
  compose("size");
});
byId("overlays").addEventListener("change", (event) => {
  if (event.target.checked) state.overlays.add(event.target.value);
  else state.overlays.delete(event.target.value);
  remember();
  happened("overlays");
});

when("view", () => {
  if (state.beside === state.view.language) state.beside = "";
  byId("columns").classList.toggle("two", state.beside !== "");
  menus();
  lend(language(state.view.language).fonts);
});

addEventListener("keydown", (event) => {
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (isContact(state.key)) saveContact();
    else save();
  } else if (isComposing()) {
    return;
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && document.activeElement?.matches(".hit, #texts button")) {
    setTimeout(() => happened("focus-field"), 0); // when the key has pressed the button
  }
});

let resizing = 0;
addEventListener("resize", () => {
  resize();
  clearTimeout(resizing);
  resizing = setTimeout(() => compose("size"), 200);
});

let outdated = false; // whether the menus may offer what is no longer there; the page goes first

/** Offer products and languages as the campaign has them now. */
async function renewMenus() {
  const found = await get("api/campaign");
  if (JSON.stringify(found) === JSON.stringify(state.campaign)) return;
  state.campaign = found;
  const gone = {
    ...(!product(state.view.product) && { product: found.products[0].name }),
    ...(!language(state.view.language) && { language: found.languages[0].tag }),
  };
  if (Object.keys(gone).length) show(gone);
  else menus();
}

when("begin", attempt);
when("disk", (changed) => (outdated ||= changed.some((name) => name.endsWith(".yaml")) || !changed.length));
when("composed", () => {
  if (!outdated) return;
  outdated = false;
  renewMenus().catch(() => {}); // what is wrong is said beside the pages
});

listen();
attempt();
