// Listens for changes of files on disk.

import { PAGE } from "./api.js";
import { say } from "./dom.js";
import { happened, state } from "./state.js";

const AGAIN = 5000; // milliseconds
let ended = false; // whether that has been said

/** Listen; *lost* if the studio has ended. */
export function listen(lost = false) {
  const source = new EventSource("api/events");
  source.addEventListener("message", (event) => {
    const { changed, page } = JSON.parse(event.data);
    if (page === PAGE) return; // it has said so, and shows it already
    say(`Changed: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? " …" : ""}`);
    tell(changed);
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) { // one that answers does not know this page
      if (!ended) say("This page belongs to a studio that has ended. Open the address that the new one printed.");
      ended = true;
      setTimeout(listen, AGAIN, true); // when it is open, this page may go on
    } else if (!ended) say("The studio does not answer. What you typed is kept in this browser.");
    lost = true;
  });
  source.addEventListener("open", () => {
    if (lost) {
      say("The studio answers again.");
      tell([]);
    }
    lost = ended = false;
  });
}

/** Tell of changed files; as long as the campaign could not be read, they are a reason to try again. */
const tell = (changed) => happened(state.campaign ? "disk" : "begin", changed);
