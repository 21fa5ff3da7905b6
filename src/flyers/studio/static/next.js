// What comes after the words: the commands by which a product is read, signed, made, packed and shown. None is run from
// here; signatures may also be recorded beside it (answers.js).

import { byId, element, refill } from "./dom.js";
import { product, state, when } from "./state.js";

const box = byId("next");

/** Commands in their order, each with what it is for; capitals are for a person, or the view, to fill in. */
const STEPS = [
  ["A page on which a native reader checks every text on a phone:", "flyers reading LANG --product PRODUCT"],
  ["The same on paper:", "flyers reader-proof LANG --product PRODUCT"],
  ["Who has read them, with the checksum that is on them:",
    "flyers translations sign LANG --reviewer WHO --role ROLE --proof CHECKSUM"],
  ["The files, each proved:", "flyers build --lang LANG --product PRODUCT"],
  ["An archive for the print shop:", "flyers package --lang LANG --product PRODUCT"],
  ["A website of everything:", "flyers gallery"],
];

/** List them once the campaign is known, if somebody looks. */
function steps() {
  if (!box.open || !state.campaign) return;
  const { language, product: name } = state.view;
  const isPrinted = ([, command]) => !command.startsWith("flyers package") || !product(name).image;
  const filled = (command) => command.replace("LANG", language).replace("PRODUCT", name);
  refill(byId("steps"), STEPS.filter(isPrinted).map(([what, command]) =>
    element("li", {}, `${what} `, element("code", {}, filled(command)))));
}

box.addEventListener("toggle", steps);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box.open) return;
  box.open = false;
  box.querySelector("summary").focus();
});
for (const what of ["view", "composed"]) when(what, steps);
