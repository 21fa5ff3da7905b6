// Writes the text of every page of a PDF file, as copying from Firefox gives it, as a JSON array.
//
// Arguments: the folder of the build of pdf.js, and the file. The parameters are those of Firefox's text layer
// (web/text_layer_builder.js): an element of the layer for each item, a line break after an item that ends a line.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

// Drawing needs these classes of a browser; reading text only wants them to exist.
for (const name of ["DOMMatrix", "ImageData", "Path2D"]) {
    globalThis[name] ??= class {};
}

const [folder, file] = process.argv.slice(2);
const { getDocument, GlobalWorkerOptions } = await import(new URL("pdf.min.mjs", pathToFileURL(`${folder}/`)));
GlobalWorkerOptions.workerSrc = new URL("pdf.worker.min.mjs", pathToFileURL(`${folder}/`)).href;
const data = new Uint8Array(await readFile(file));
const task = getDocument({ data, verbosity: 0, disableFontFace: true, useSystemFonts: false, isEvalSupported: false });
const document = await task.promise;
const pages = [];
for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const content = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
    const text = content.items.map((item) => (item.str ?? "") + (item.hasEOL ? "\n" : ""));
    pages.push(text.join(""));
    page.cleanup();
}
await task.destroy();
process.stdout.write(JSON.stringify(pages));
