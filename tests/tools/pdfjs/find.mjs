// Answers each line of its input, a JSON object {"file": …, "phrases": […]}, or with "lines" in place of "file",, with a line: an array that says of each
// phrase whether Firefox's search (pdf.js's own find controller, with Firefox's usual settings) finds it in the file,
// or {"error": …}.
//
// Argument: the folder of the build of pdf.js.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// Drawing and the viewer need these of a browser; searching only wants them to exist.
for (const name of ["DOMMatrix", "ImageData", "Path2D"]) {
    globalThis[name] ??= class {};
}
globalThis.document ??= { documentElement: { style: {} }, createElement: () => ({ style: {} }) };
globalThis.window ??= { requestAnimationFrame: (go) => setTimeout(go) };

const [folder] = process.argv.slice(2);
const at = (name) => new URL(name, pathToFileURL(`${folder}/`)).href;
globalThis.pdfjsLib = await import(at("pdf.min.mjs"));
const { getDocument, GlobalWorkerOptions } = globalThis.pdfjsLib;
GlobalWorkerOptions.workerSrc = at("pdf.worker.min.mjs");
const { EventBus, FindState, PDFFindController } = await import(at("pdf_viewer.mjs"));

async function opened(file) {
    const data = new Uint8Array(await readFile(file));
    return getDocument({ data, verbosity: 0, disableFontFace: true, useSystemFonts: false, isEvalSupported: false });
}

// A document whose only page has these lines, as if a file had been read without a fault.
function perfect(lines) {
    const items = lines.map((str) => ({ str, hasEOL: true }));
    const page = { getTextContent: async () => ({ items }) };
    return { promise: { numPages: 1, getPage: async () => page }, destroy: async () => {} };
}

async function found({ file, lines, phrases }) {
    const task = lines ? perfect(lines) : await opened(file);
    const document = await task.promise;
    const eventBus = new EventBus();
    const linkService = { page: 1, pagesCount: document.numPages };
    const controller = new PDFFindController({ eventBus, linkService });
    controller.setDocument(document);
    const answers = [];
    for (const query of phrases) {
        const state = await new Promise((resolve) => {
            const listen = ({ state }) => {
                if (state !== FindState.PENDING) {
                    eventBus._off("updatefindcontrolstate", listen);
                    resolve(state);
                }
            };
            eventBus._on("updatefindcontrolstate", listen);
            eventBus.dispatch("find", {
                source: null,
                type: "again", // as Enter does: at once, without the quarter of a second that is left for typing
                query,
                caseSensitive: false,
                entireWord: false,
                highlightAll: true,
                findPrevious: false,
                matchDiacritics: false,
            });
        });
        answers.push(state !== FindState.NOT_FOUND);
    }
    await task.destroy();
    return answers;
}

for await (const line of createInterface({ input: process.stdin })) {
    const answer = await found(JSON.parse(line)).catch((error) => ({ error: String(error.stack) }));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
