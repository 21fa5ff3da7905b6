// The page: one text at a time, three verdicts, and at the end a short text to send. It asks for nothing from anywhere.
"use strict";
const { words, items, pages, products, key, tag, dir, shelf, minutes, source } = JSON.parse(document.getElementById("data").textContent);
const view = document.getElementById("view");
const SVG = "http://www.w3.org/2000/svg";
const LEVELS = ["native", "well", "some"], MOST = 400, LONG = 120;
const NARROWEST = 150; // points of a page across a phone: small print is as large as other text

// -- what is kept: in this browser's storage, where it has one ----------------------------------------------------------

const kept = (() => {
  try {
    localStorage.setItem(`${shelf} ?`, "");
    localStorage.removeItem(`${shelf} ?`);
    return true;
  } catch {
    return false;
  }
})();
const EMPTY = { verdicts: {}, name: "", level: "" };
let state = structuredClone(EMPTY);
try {
  state = { ...state, ...JSON.parse((kept && localStorage.getItem(shelf)) || "{}") };
} catch { /* somebody else's words */ }

function keep() {
  if (kept) try { localStorage.setItem(shelf, JSON.stringify(state)); } catch { /* it is full */ }
}

const own = (item) => state.verdicts[`${item.what} ${item.read}`] ?? {};
const isDone = (item) => Boolean(own(item).verdict);

function judge(item, values) {
  state.verdicts[`${item.what} ${item.read}`] = { ...own(item), ...values };
  keep();
}

// -- elements: texts become text nodes only -----------------------------------------------------------------------------

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter(Boolean));
  return made;
}
const el = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);
const draw = (name, attributes = {}, ...children) => filled(document.createElementNS(SVG, name), attributes, children);
const button = (text, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, text);
const original = (text) => el("p", { lang: source.tag, dir: source.dir, class: "original" }, text);

function show(...children) {
  view.replaceChildren(...children.flat().filter(Boolean));
  scrollTo(0, 0);
  view.querySelector("h1").focus({ preventScroll: true });
}

/** Draw page *index* whole, or the part round *box* with all else behind a veil. */
function picture(index, box, whole) {
  const page = pages[index], { width, height } = page;
  let [x, y, w, h] = [0, 0, width, height];
  if (box && !whole) {
    w = Math.min(width, Math.max(box[2] * 1.15, NARROWEST));
    h = Math.min(height, Math.max(box[3] * 1.4, w * 0.42));
    x = Math.max(0, Math.min(width - w, box[0] + box[2] / 2 - w / 2));
    y = Math.max(0, Math.min(height - h, box[1] + box[3] / 2 - h / 2));
  }
  const [l, t, r, b] = box ? [box[0] - 2, box[1] - 2, box[0] + box[2] + 2, box[1] + box[3] + 2] : [];
  return draw("svg", { viewBox: `${x} ${y} ${w} ${h}`, role: "img", "aria-label": page.name, class: whole ? "whole" : "part" },
    draw("image", { href: page.picture, width, height }),
    box && draw("path", { class: "veil", d: `M0 0H${width}V${height}H0ZM${l} ${t}H${r}V${b}H${l}Z` }),
    box && draw("rect", { class: "mark", x: l, y: t, width: r - l, height: b - t, rx: 3 }));
}

// -- the beginning ------------------------------------------------------------------------------------------------------

function begin() {
  const next = Math.max(0, items.findIndex((item) => !isDone(item)));
  const begun = items.some(isDone);
  show(
    el("h1", { tabindex: "-1" }, words.title),
    el("p", {}, words.about.replace("{minutes}", minutes)),
    el("h2", {}, words.look),
    el("ul", {}, ["letters", "order", "harm", "unclear"].map((name) => el("li", {}, words[name]))),
    el("p", { class: "small" }, kept ? words.kept : words.lost),
    begun && el("p", {}, `${items.filter(isDone).length} / ${items.length}`),
    el("div", { class: "row" },
      button(begun ? words.goon : words.start, () => card(items.every(isDone) ? items.length : next), { class: "main" }),
      begun && button(words.end, finish)),
    begun && button(words.delete, forget));
}

function forget() {
  if (!confirm(`${words.delete}?`)) return;
  state = structuredClone(EMPTY);
  if (kept) localStorage.removeItem(shelf);
  begin();
}

// -- one text -----------------------------------------------------------------------------------------------------------

function card(number) {
  if (number >= items.length) { finish(); return; }
  if (number < 0) { begin(); return; }
  const item = items[number], verdict = own(item).verdict;
  const choose = (chosen) => {
    judge(item, { verdict: chosen });
    if (chosen !== "wrong") { card(number + 1); return; }
    for (const each of view.querySelectorAll("[data-verdict]")) each.setAttribute("aria-pressed", each.dataset.verdict === chosen);
    fields.hidden = false;
    bar.classList.add("open");
    fields.querySelector("textarea").focus();
  };
  const verdictButton = (name) => button(words[name], () => choose(name),
    { "data-verdict": name, "aria-pressed": String(verdict === name) });
  const field = (name, label, value) => [
    el("label", { for: name }, label),
    el("textarea", { id: name, maxlength: MOST, lang: tag, dir, oninput: (event) => judge(item, { [name]: event.target.value }) }, value)];
  const fields = el("div", { hidden: verdict !== "wrong" },
    item.edit && field("better", words.should, own(item).better ?? item.edit), field("why", words.why, own(item).why ?? ""),
    button(words.goon, () => card(number + 1), { class: "main" }));
  const whole = el("details", {}, el("summary", {}, words.whole));
  whole.addEventListener("toggle", () => { // a large picture is drawn when it is wanted
    if (whole.open && whole.children.length === 1) whole.append(picture(item.page, item.box, true));
  });
  const bar = el("div", { class: verdict === "wrong" ? "bar open" : "bar" },
    el("div", { class: "row" }, verdictButton("right"), verdictButton("wrong")), verdictButton("unsure"));
  show(
    el("div", { class: "head" }, el("h1", { tabindex: "-1" }, `${number + 1} / ${items.length}`), button(words.earlier, () => card(number - 1))),
    el("progress", { max: items.length, value: number, "aria-label": `${number + 1} / ${items.length}` }),
    item.faces && el("p", { class: "text" }, words.page),
    item.faces && item.faces.map((face) => el("figure", {}, picture(face, null, true))),
    item.text && el("p", { class: item.text.length > LONG ? "text long" : "text", lang: tag, dir }, item.digits ? el("bdi", { dir: "ltr" }, item.text) : item.text),
    item.digits && el("p", { class: "small" }, words.check),
    item.notes.length > 0 && el("div", { class: "asks" }, el("p", { class: "small" }, words.asks), item.notes.map(original)),
    item.box && el("figure", {}, picture(item.page, item.box, false)),
    !item.faces && !item.box && el("p", { class: "small" }, words.unseen),
    item.english && el("details", {}, el("summary", {}, source.name || words.english), original(item.english), item.about && original(item.about)),
    item.box && whole,
    bar,
    fields,
    button(words.end, finish, { class: "quiet" }));
}

// -- the end ------------------------------------------------------------------------------------------------------------

function finish() {
  const out = el("div", { hidden: true });
  const renew = () => {
    const ready = state.name.trim() && state.level;
    out.hidden = !ready;
    if (ready) out.replaceChildren(...sending(answer()));
  };
  const counts = ["right", "wrong", "unsure"].map((name) =>
    el("li", {}, `${words[name]}: ${items.filter((item) => own(item).verdict === name).length}`));
  const open = items.filter((item) => !isDone(item)).length;
  show(
    el("h1", { tabindex: "-1" }, words.end),
    el("ul", {}, counts),
    open > 0 && button(`${words.goon} (${items.length - open} / ${items.length})`, () => card(items.findIndex((item) => !isDone(item)))),
    el("label", { for: "name" }, words.name),
    el("input", { type: "text", id: "name", maxlength: 60, autocomplete: "off", dir: "auto", value: state.name,
      oninput: (event) => { state.name = event.target.value; keep(); renew(); } }),
    el("fieldset", {}, el("legend", {}, words.knows), LEVELS.map((level) => el("label", { class: "choice" },
      el("input", { type: "radio", name: "level", value: level, checked: state.level === level,
        onchange: () => { state.level = level; keep(); renew(); } }), words[level]))),
    out,
    button(words.earlier, () => card(items.length - 1)),
    el("p", { class: "small" }, kept ? words.kept : words.lost),
    kept && button(words.delete, forget));
  renew();
}

function sending(text) {
  const said = el("p", { role: "status", class: "small" });
  const box = el("textarea", { id: "answer", readonly: true, lang: "en", "aria-label": words.send }, text);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      box.select();
      document.execCommand("copy");
    }
    said.textContent = words.copied;
  };
  const save = () => {
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: `answer-${tag}.txt` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const share = () => navigator.share({ text }).catch((error) => error.name === "AbortError" || copy()); // refused: a file from a chat
  const body = encodeURIComponent(text), lines = body.replaceAll("%0A", "%0D%0A"); // RFC 6068, 5
  return [
    el("p", {}, words.send),
    box,
    el("div", { class: "row" },
      navigator.share && button(words.share, share, { class: "main" }),
      button(words.copy, copy),
      el("a", { class: "button", href: `mailto:?subject=${tag}&body=${lines}` }, words.mail),
      el("a", { class: "button", href: `sms:?&body=${body}` }, words.sms),
      button(words.file, save)),
    said,
    code(text)];
}

function code(text) {
  const grid = qr(text);
  const inside = grid
    ? draw("svg", { id: "code", viewBox: `-4 -4 ${grid.length + 8} ${grid.length + 8}`, role: "img", "aria-label": words.code, "shape-rendering": "crispEdges" },
      draw("path", { d: grid.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("") }))
    : el("p", {}, words.toolong);
  return el("details", {}, el("summary", {}, words.code), inside);
}

// -- the answer: its format is that of flyers.workflow.answers -----------------------------------------------------------

const UNSEEN = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u200e\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff]/g;
const PLAIN = { "[": "(", "]": ")", "<": "‹", ">": "›" };
const plain = (text) => text.replace(/[[\]<>]/g, (mark) => PLAIN[mark]).replace(/\s+/g, " ").trim();

function answer() {
  const of = (verdict) => items.filter((item) => own(item).verdict === verdict);
  const digits = (found) => found.map((item) => item.read).join(" ");
  const right = of("right"), wrong = of("wrong"), unsure = of("unsure"), today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const lines = [
    `[flyers answer 1: ${tag}]`,
    ...products.map(({ product, checksum }) =>
      `[pages of ${product}: ${right.some((item) => item.what === `pages:${product}`) ? checksum : "seen"}]`),
    `[day: ${day}]`,
    `[reader: ${plain(state.name)}]`,
    `[knows: ${state.level}]`,
    right.length && `[${right.length} right: ${digits(right)}]`,
    ...wrong.flatMap((item) => {
      const { better = "", why = "" } = own(item);
      return [`[not right: ${item.read} ${item.what}]`, better.trim() && plain(better) !== plain(item.edit) && `[better: ${plain(better)}]`,
        why.trim() && `[why: ${plain(why)}]`];
    }),
    unsure.length && `[${unsure.length} not sure: ${digits(unsure)}]`,
  ].filter(Boolean);
  const text = `${lines.join("\n")}\n`.normalize("NFC");
  return `${text}[end: ${sha256(`${key}\n${text.replace(UNSEEN, "")}`).slice(0, 16)}]`;
}

begin();
