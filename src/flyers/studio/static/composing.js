// Keeps the pages on the screen as the campaign and the typed texts are. One request at a time: what changes meanwhile
// is asked for next, so the newest text is never far behind and an old answer never takes the place of a newer one.

import { Refused, post } from "./api.js";
import { byId, element, say } from "./dom.js";
import { forServer } from "./drafts.js";
import { showErrors } from "./errors.js";
import { pixels, showBeside, showPages } from "./pages.js";
import { SAVED, happened, language, state, when } from "./state.js";

const PAUSE = 15; // milliseconds: a keystroke may fire several events

let running = false;
let wanted = null; // { since, cause }: the first change that is not on the screen

/** Ask for pages, for *cause*: "typing", "disk", "view". */
export function compose(cause) {
  wanted ??= { since: performance.now(), cause };
  if (!running) run();
}

async function run() {
  running = true;
  if (wanted.cause !== "disk") await new Promise((resolve) => setTimeout(resolve, PAUSE));
  while (wanted) {
    const now = wanted;
    wanted = null;
    byId("sheets").setAttribute("aria-busy", "true");
    try {
      await once(now);
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error);
      showErrors(error instanceof Refused ? error.errors : [{ problem: String(error), hint: "", trail: [], path: "" }]);
    }
    byId("sheets").removeAttribute("aria-busy");
  }
  running = false;
}

async function once({ since, cause }) {
  const wide = pixels();
  const answer = await post("api/pages", { ...state.view, pixels: wide, drafts: forServer() });
  state.findings = answer.findings;
  state.errors = answer.errors.length;
  showErrors(answer.errors);
  if (!answer.errors.length) {
    state.composed = answer;
    await showPages(answer);
    byId("approval").textContent = `${answer.approval}${answer.code ? ` · ${answer.code}` : ""}`;
    measured(since, cause, answer);
    if (Math.abs(pixels() - wide) > 4) compose("size"); // the pages of this product are of another size
  } else if (cause !== "saved") {
    say(answer.errors[0].problem, since); // not in the place of what has become of saving it
  }
  happened("composed", answer);
  await alsoBeside();
}

/** Show the other pages after the ones that somebody works on. */
async function alsoBeside() {
  const box = byId("beside");
  box.hidden = !state.beside;
  if (!state.beside) return showBeside(null);
  if (wanted) return undefined; // what somebody works on goes first
  const asSaved = state.beside === SAVED;
  const view = asSaved ? state.view : { ...state.view, language: state.beside, secondary: "" };
  box.setAttribute("aria-label", asSaved ? "Pages as saved" : `Pages in ${language(state.beside).english}`);
  const answer = await post("api/pages", { ...view, pixels: pixels(), drafts: asSaved ? {} : forServer() });
  if (answer.errors.length) {
    await showBeside(null);
    box.append(element("p", { class: "error" }, ...answer.errors.map((error) => `${error.problem} ${error.hint} `)));
  } else {
    for (const note of box.querySelectorAll(":scope > p")) note.remove();
    await showBeside(answer);
  }
}

function measured(start, cause, answer) {
  const end = performance.now();
  const detail = { cause, product: answer.view.product, language: answer.view.language, server: answer.seconds };
  performance.measure("change-to-screen", { start, end, detail });
  byId("speed").textContent = `set in ${Math.round(end - start)} ms`;
}

when("typed", () => compose("typing"));
when("decided", () => compose("typing"));
when("view", () => compose("view"));
when("disk", () => compose("disk"));
when("saved", () => compose("saved"));
