// Asks the studio's own server, and nobody else.

/** What the server says is wrong: `errors` as the server lists them. */
export class Refused extends Error {
  constructor(errors, status) {
    super(errors.map((error) => error.problem).join(" "));
    this.errors = errors;
    this.status = status;
  }
}

/** The name of this page in this browser, by which the server tells others who has saved. */
export const PAGE = crypto.randomUUID();

const GONE = {
  problem: "The studio does not answer.",
  hint: "If it has ended, start it again: flyers studio. What you typed is kept in this browser.",
  trail: [], path: "", line: 0,
};

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "omit", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused([GONE], 0);
  }
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("application/json")) {
    const problem = response.status === 403 ? "This page belongs to a studio that has ended." : await response.text();
    throw new Refused([{ ...GONE, problem, hint: "Open the address that the studio printed." }], response.status);
  }
  const found = await response.json();
  if (!response.ok && response.status !== 409) throw new Refused(found.errors ?? [GONE], response.status);
  return found;
}

export const get = (path, values = {}, signal) => {
  const query = new URLSearchParams(values).toString();
  return ask(query ? `${path}?${query}` : path, { signal });
};

export const post = (path, value, signal) =>
  ask(path, { method: "POST", body: JSON.stringify(value), headers: { "content-type": "application/json" }, signal });
