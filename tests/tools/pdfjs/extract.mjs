// Answers each line of its input, the path of a PDF file, with a line: the text of every page, as copying from Firefox
// gives it, as a JSON array, or {"error": …}.
//
// Argument: the folder of the build of pdf.js. The parameters are those of Firefox's text layer
// (web/text_layer_builder.js): an element of the layer for each item, a line break after an item that ends a line.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// Drawing needs these classes of a browser; reading text only wants them to exist.
for (const name of ["DOMMatrix", "ImageData", "Path2D"]) {
    globalThis[name] ??= class {};
}

const [folder] = process.argv.slice(2);
const { getDocument, GlobalWorkerOptions } = await import(new URL("pdf.min.mjs", pathToFileURL(`${folder}/`)));
GlobalWorkerOptions.workerSrc = new URL("pdf.worker.min.mjs", pathToFileURL(`${folder}/`)).href;

async function textOf(file) {
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
    return pages;
}

for await (const file of createInterface({ input: process.stdin })) {
    const answer = await textOf(file).catch((error) => ({ error: String(error) }));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
