// Listens for changes of files on disk.

import { PAGE } from "./api.js";
import { say } from "./dom.js";
import { happened, state } from "./state.js";

export function listen() {
  const source = new EventSource("/api/events");
  let lost = false;
  source.addEventListener("message", (event) => {
    const { changed, page } = JSON.parse(event.data);
    if (page === PAGE) return; // it has said so, and shows it already
    say(`Changed: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? " …" : ""}`);
    tell(changed);
  });
  source.addEventListener("error", () => {
    lost = true;
    say("The studio does not answer. What you typed is kept in this browser.");
  });
  source.addEventListener("open", () => {
    if (lost) {
      say("The studio answers again.");
      tell([]);
    }
    lost = false;
  });
}

/** Tell of changed files; as long as the campaign could not be read, they are a reason to try again. */
const tell = (changed) => happened(state.campaign ? "disk" : "begin", changed);
