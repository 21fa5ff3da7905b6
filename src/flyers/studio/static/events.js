// Listens for changes of files on disk.

import { say } from "./dom.js";
import { happened } from "./state.js";

export function listen() {
  const source = new EventSource("/api/events");
  let lost = false;
  source.addEventListener("message", (event) => {
    const { changed } = JSON.parse(event.data);
    say(`Changed: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? " …" : ""}`);
    happened("disk", changed);
  });
  source.addEventListener("error", () => {
    lost = true;
    say("The studio does not answer. What you typed is kept in this browser.");
  });
  source.addEventListener("open", () => {
    if (lost) happened("disk", []);
    lost = false;
  });
}
