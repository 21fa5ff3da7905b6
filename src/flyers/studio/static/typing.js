// Listens to fields. While an input method composes, what a field shows is not a text yet: letters of a word in another
// script, syllables that are still to be chosen. It is neither kept nor set nor saved, and nobody takes it away.

import { say } from "./dom.js";

let composing = null; // the field in which it is done

addEventListener("compositionstart", (event) => (composing = event.target), true);
addEventListener("compositionend", () => (composing = null), true);

/** Return whether an input method is composing, in *field* or, without one, anywhere on the page. */
export const isComposing = (field) => Boolean(composing?.isConnected) && (field === undefined || field === composing);

/** Return whether nothing can be saved because an input method is composing, and say so. */
export function stillComposing() {
  if (isComposing()) say("Finish the word first: the input method is still composing it.");
  return isComposing();
}

/** Return the listeners of a field that tell *typed* its text after each change. */
export const whenTyped = (typed) => ({
  oninput: (event) => event.isComposing || typed(event.target.value),
  oncompositionend: (event) => typed(event.target.value), // the last input event may have come before it
});
