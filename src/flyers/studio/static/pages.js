// The pages: a picture of each, buttons over its texts, and lines for trim, safe area, order and blocks.

import { byId, drawing, element } from "./dom.js";
import { choose, state, when } from "./state.js";

const POINT = 96 / 72; // CSS pixels at 100 %
const EDGE = 48; // of the area around pages, CSS pixels
const GAP = 20; // between two columns

/** A column of pages, all of one answer of the server. */
class Column {
  constructor(box, isBeside) {
    this.box = box;
    this.isBeside = isBeside;
    this.sheets = []; // { sheet, title, frame, image, svg, layer, page }
  }

  /** Show the pages of an *answer*; each picture changes places with the old one when it is ready to be seen. */
  async show(answer) {
    while (this.sheets.length > answer.pages.length) this.sheets.pop().sheet.remove();
    while (this.sheets.length < answer.pages.length) this.sheets.push(emptySheet(this.box, this.sheets.length));
    await Promise.all(answer.pages.map((page, index) => showPage(this.sheets[index], page, answer, index)));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  }

  clear() {
    this.sheets = [];
    this.box.replaceChildren();
  }
}

const main = new Column(byId("sheets"), false);
const beside = new Column(byId("beside"), true);
const columns = [main, beside];

export const showPages = (answer) => main.show(answer);

/** Show the pages of *answer* beside the others, under a title; nothing for null. */
export async function showBeside(answer) {
  if (answer) await beside.show(answer);
  else beside.clear();
}

/** Return the width in CSS pixels that a page of *width* points gets. */
function cssWidth(width) {
  if (state.zoom !== "fit") return width * POINT * Number(state.zoom);
  const all = byId("pages").clientWidth - EDGE;
  const room = state.beside ? (all - GAP) / 2 : all;
  return Math.max(160, Math.min(room, width * POINT * 3));
}

/** Return how many pixels of the screen a picture should be wide. */
export function pixels() {
  const width = state.composed?.pages[0]?.width ?? 400;
  return Math.round(cssWidth(width) * (window.devicePixelRatio || 1));
}

function emptySheet(box, index) {
  const image = element("img", { alt: "" });
  const svg = drawing("svg", { "aria-hidden": "true", focusable: "false" });
  const layer = element("div", { class: "hits" });
  const title = element("h3", {}, `Page ${index + 1}`);
  const frame = element("div", { class: "frame" }, image, svg, layer);
  const sheet = element("article", { class: "sheet", "aria-label": `Page ${index + 1}` }, title, frame);
  box.append(sheet);
  return { sheet, title, frame, image, svg, layer, page: null };
}

async function showPage(place, page, answer, index) {
  const source = `picture/${page.picture}.png`;
  if (place.image.getAttribute("src") !== source) {
    const image = element("img", { alt: `Page ${index + 1}, ${page.face}` });
    image.src = source;
    try {
      await image.decode();
    } catch {
      return; // a newer one is on its way
    }
    place.image.replaceWith(image);
    place.image = image;
  }
  place.page = page;
  place.title.textContent = `${index + 1} · ${page.face}`;
  sized(place);
  drawHits(place, answer, index);
  drawOverlays(place);
}

function sized(place) {
  const width = cssWidth(place.page.width);
  place.frame.style.width = `${width}px`;
  place.frame.style.aspectRatio = `${place.page.width} / ${place.page.height}`;
  place.svg.setAttribute("viewBox", `0 0 ${place.page.width} ${place.page.height}`);
}

/** Put a button over each text, in reading order; keyboard and mouse use the same. */
function drawHits(place, answer, index) {
  const groups = new Map();
  for (const line of place.page.lines) {
    const name = `${line.block} ${line.message}`;
    const group = groups.get(name) ?? { ...line, texts: [], box: [...line.box], name };
    group.box = union(group.box, line.box);
    group.texts.push(line.text);
    group.order = Math.min(group.order || Infinity, line.order || Infinity);
    groups.set(name, group);
  }
  const ordered = [...groups.values()].sort((one, other) => one.order - other.order);
  const buttons = ordered.map((group) => hit(group, place.page, answer, index));
  const focused = place.layer.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  place.layer.replaceChildren(...buttons);
  if (focused) buttons.find((button) => button.dataset.name === focused)?.focus({ preventScroll: true });
  mark();
}

function hit(group, page, answer, index) {
  const [x, y, width, height] = group.box;
  const key = group.message.startsWith("contact:") ? group.message : group.message.replace(/^[^:]+:/, "");
  const button = element("button", {
    type: "button", class: "hit", title: group.message, "data-key": key, "data-language": group.language,
    "data-name": `${index} ${group.name}`,
    lang: group.language || null, dir: "auto", "aria-label": `${group.texts.join(" ")} (${group.message})`,
    onclick: () => choose(key, group.language),
  });
  if (answer.untranslated.includes(group.message)) button.classList.add("english");
  const pad = 1.5;
  button.style.left = `${((x - pad) / page.width) * 100}%`;
  button.style.top = `${((y - pad) / page.height) * 100}%`;
  button.style.width = `${((width + 2 * pad) / page.width) * 100}%`;
  button.style.height = `${((height + 2 * pad) / page.height) * 100}%`;
  return button;
}

function union(one, other) {
  const left = Math.min(one[0], other[0]);
  const top = Math.min(one[1], other[1]);
  return [left, top, Math.max(one[0] + one[2], other[0] + other[2]) - left,
    Math.max(one[1] + one[3], other[1] + other[3]) - top];
}

function drawOverlays(place) {
  const { page, svg } = place;
  const rectangle = (kind, [x, y, width, height]) => drawing("rect", { class: kind, x, y, width, height });
  const parts = [];
  if (state.overlays.has("blocks")) {
    for (const block of page.blocks) {
      parts.push(drawing("g", {}, rectangle("block", block.box), drawing("title", {}, block.path)));
    }
  }
  if (state.overlays.has("trim")) {
    parts.push(...page.trims.map((box) => rectangle("trim", box)));
    parts.push(...page.folds.map(([x, y, width, height]) =>
      drawing("line", { class: "fold", x1: x, y1: y, x2: x + width, y2: y + height })));
  }
  if (state.overlays.has("safe") && page.safe) parts.push(rectangle("safe", page.safe));
  if (state.overlays.has("order")) parts.push(...order(page));
  svg.replaceChildren(...parts);
}

/** Return a path through the texts as a screen reader meets them, with numbers. */
function order(page) {
  const firsts = new Map();
  for (const line of page.lines) {
    const name = `${line.block} ${line.message}`;
    if (line.order && (!firsts.has(name) || firsts.get(name).order > line.order)) firsts.set(name, line);
  }
  const stops = [...firsts.values()].sort((one, other) => one.order - other.order);
  const size = Math.max(4, Math.min(page.width, page.height) / 45);
  const start = ({ box }) => (page.direction === "rtl" ? box[0] + box[2] + size : box[0] - size); // beside its first letter
  const points = stops.map((line) => [start(line), line.box[1] + line.box[3] / 2]);
  return [
    drawing("polyline", { class: "way", points: points.map((point) => point.join(",")).join(" ") }),
    ...points.map(([x, y], index) => drawing("g", { class: "stop" },
      drawing("circle", { cx: x, cy: y, r: size }),
      drawing("text", { x, y: y + size * 0.4, "font-size": size * 1.15, "text-anchor": "middle" }, String(index + 1)))),
  ];
}

/** Mark the chosen text on the pages. */
function mark() {
  for (const { sheets, isBeside } of columns) {
    for (const button of sheets.flatMap(({ layer }) => [...layer.children])) {
      const its = isBeside || state.beside !== "" || !button.dataset.language || button.dataset.language === state.keyLanguage;
      const chosen = button.dataset.key === state.key && its;
      button.classList.toggle("chosen", chosen);
      button.setAttribute("aria-pressed", String(chosen));
    }
  }
  byId("columns").classList.toggle("texts", state.overlays.has("texts"));
}

/** Bring the chosen text into view, if it is on a page. */
function reveal() {
  mark();
  byId("sheets").querySelector(".hit.chosen")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

when("key", reveal);
when("opened", reveal); // in a narrow window the panel has grown over the page
when("overlays", () => {
  mark();
  for (const place of columns.flatMap(({ sheets }) => sheets)) if (place.page) drawOverlays(place);
});

/** Give pages the size that the window has room for now. */
export function resize() {
  for (const place of columns.flatMap(({ sheets }) => sheets)) if (place.page) sized(place);
}
