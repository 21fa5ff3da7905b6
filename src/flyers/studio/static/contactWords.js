// What the panel of a contact says: the names of its fields, and what to do before a call is recorded.

export const LABELS = {
  display: "Printed", target: "What a code or a touch opens", hours: "Hours", source: "Where the fact comes from",
  sourced_on: "Day of that source", verified_on: "Last tried on", verified_by: "Tried by (printed nowhere)",
};
/** Fields that are changed elsewhere, and may be named here: as what a change touches, or what changed on disk. */
const OTHERS = {
  name: "Name", kind: "Kind", keyword: "Word to send", operator_since: "Run by today’s operator since",
  "languages.interpreted": "Interpreters for other languages", displays: LABELS.display, targets: LABELS.target,
};
export const DAYS = new Set(["sourced_on", "verified_on"]);
export const LONG = new Set(["source"]);

const CALL = ["Dial the number, send the text or open the address. If the right people answered:", "It was right, today"];
const NO_CALL = ["Don’t dial an emergency number for a test. Ask the office that runs it, on its ordinary line, whether the " +
  "number is right and whether interpreters answer. If so:", "It is right, as of today"];

/** Return what to do to test a contact, and the words of the button that records it. */
export const test = (one) => (one.emergency ? NO_CALL : CALL);

export const toDo = (one) => (one.emergency ? "ask about" : "dial");

/** Return what a field is called: of "hotline.display" "Printed", of "hotline.displays.es" "Printed (es)". */
export function label(field) {
  const name = field.slice(field.indexOf(".") + 1);
  const [map, language] = name.split(".");
  return LABELS[name] ?? OTHERS[name] ?? (language && OTHERS[map] ? `${OTHERS[map]} (${language})` : field);
}

/** Return a value as it is shown: a flag in words. */
export const inWords = (text) => ({ true: "yes", false: "no" })[text] ?? text;
