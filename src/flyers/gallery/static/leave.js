"use strict";

// The gallery keeps one place in the history of its tab: its own links take the place of the page they are on, and so
// does the way out. Whoever goes back from the page about the weather is then outside the gallery. Without script
// these are ordinary links. What the browser lists as visited, no page can change.

const PATIENCE = 4000; // milliseconds in which the other page may come

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const leaving = link.classList.contains("leave");
  const href = link.getAttribute("href");
  if (!leaving && (href.includes(":") || href.startsWith("#") || !/\.html(#|$)/.test(href))) return;
  event.preventDefault();
  if (leaving) leave(link.href);
  else location.replace(link.href);
});

// Without a network some browsers stay where they are, and with a slow one all of them do for a while: the address of
// the gallery would stand over an empty page, which a reload fills again. An empty page of nowhere is better.
function leave(address) {
  document.body.hidden = true; // at once, before the other page has arrived
  document.title = "\u200b";
  setTimeout(() => location.replace("about:blank"), PATIENCE);
  location.replace(navigator.onLine ? address : "about:blank");
}
