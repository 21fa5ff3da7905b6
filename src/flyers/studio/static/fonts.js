// Lends the campaign's fonts to the fields: a computer may have none for Khmer or Amharic.

const asked = new Set();

export const stack = (families) =>
  [...families.map((family) => `"flyers-${family}"`), "system-ui", "sans-serif"].join(", ");

export function lend(families) {
  document.documentElement.style.setProperty("--words", stack(families));
  for (const family of families) {
    if (asked.has(family)) continue;
    asked.add(family);
    const face = new FontFace(`flyers-${family}`, `url("font/${encodeURIComponent(family)}")`);
    document.fonts.add(face);
    face.load().catch(() => {}); // then the system's own
  }
}
