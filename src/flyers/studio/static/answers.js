// Readers' answers: pasted here, decided objection by objection, and signed. What a terminal does, the server does.

import { Refused, post } from "./api.js";
import { byId, element, refill } from "./dom.js";
import { READ_ONLY, withProduct } from "./problems.js";
import { language, product, state, when } from "./state.js";

const box = byId("answers");
let found = null; // what is open in the language of the view
let told = ""; // what was done last

/** Ask the server for what is open, and for what *action* does; return whether it did. */
async function ask(action = {}) {
  const of = state.view.language;
  try {
    const answer = await post("api/answers", { language: of, ...action });
    if (of !== state.view.language) return false;
    found = answer;
    draw([]);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    draw(error.errors);
    return false;
  }
}

async function act(action, done) {
  told = "";
  if (!(await ask(action))) return;
  const about = found.taken.map((one) =>
    `${one.reader}, ${one.language}: ${one.right} right, ${one.not_right} not right, ${one.not_sure} not sure` +
    `${one.changed_since ? `, ${one.changed_since} changed since` : ""}${one.already_on_record ? " (already on record)" : ""}`);
  told = about.join(" · ") || done;
  draw([]);
}

const button = (text, action, done, attributes = {}) => element("button",
  { type: "button", disabled: state.campaign.read_only, onclick: () => act(action, done), ...attributes }, text);

function draw(errors) {
  const problems = errors.map((error) => element("p", { class: "finding error" }, `${withProduct(error)} ${error.hint}`));
  refill(byId("answers-open"),
    element("div", { role: "alert" }, problems),
    element("p", { role: "status" }, told),
    state.campaign.read_only && element("p", { class: "hint" }, READ_ONLY),
    ...(found?.disputed ?? []).map(dispute),
    element("h3", {}, `${language(state.view.language).english}: whom each product waits for`),
    element("ul", {}, (found?.products ?? []).map((one) => element("li", {},
      `${product(one.name)?.title ?? one.name}: ${one.waits_for || "nobody, it is signed"} `,
      one.ready && button("Sign with their answers", { sign: one.name }, "Signed.", { class: "primary" })))));
}

function dispute(one) {
  const { lang, dir } = { lang: state.view.language, dir: language(state.view.language).direction };
  const words = (text) => element("span", { class: "words", lang, dir }, text);
  return element("article", { class: "dispute" },
    element("h3", {}, one.what),
    one.english && element("p", {}, one.english),
    one.text && element("p", {}, words(one.text)),
    one.right.map((reader) => element("p", { class: "hint" }, `right: ${reader.reader}, ${reader.role}`)),
    one.objections.map((each) => element("div", { class: "objection" },
      element("p", { class: "hint" }, `not right: ${each.reader}, ${each.role}`),
      each.better && element("p", {}, words(each.better)),
      each.why && element("p", {}, "Why: ", words(each.why)),
      each.better && button("Take these words", { accept: each.id }, "In the catalog; a reader sees it on the next page."),
      button("Let the text stand", { decline: each.id }, "The text stands."))));
}

byId("answers-paste").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = byId("answers-text");
  await act({ text: field.value }, "");
  if (found?.taken.length) field.value = "";
});
byId("answers-sign").addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = Object.fromEntries(new FormData(event.target));
  await act(values, "Signed.");
});

const look = () => box.open && state.campaign && ask();
box.addEventListener("toggle", look);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box.open) return;
  box.open = false;
  box.querySelector("summary").focus();
});
for (const what of ["view", "disk"]) when(what, look);
