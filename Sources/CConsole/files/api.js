// Speaking to the node: plain requests, watches of objects, and polls. All of them try again, ever more slowly.

export const GROUP = "weir.streaming/v1";
const NAMESPACE = "default";
const waitsMillis = [500, 1000, 2000, 4000, 8000];

/** Why the node refused, or that it did not answer (`status` 0). */
export class Refusal extends Error {
  constructor(status, message, causes = []) {
    super(message);
    this.status = status;
    this.causes = causes;
  }
}

/** Whether the node answers; told to `link.onchange`. */
export const link = {
  isUp: null,
  onchange: () => {},
  tell(isUp) {
    if (this.isUp === isUp) return;
    const was = this.isUp;
    this.isUp = isUp;
    this.onchange(isUp, was);
  },
};

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name !== "AbortError") link.tell(false);
    throw error.name === "AbortError" ? error : new Refusal(0, "The node does not answer.");
  }
  link.tell(true);
  if (response.ok) return response;
  const text = await response.text();
  let status = null;
  try { status = JSON.parse(text); } catch { /* A plain text says it as well. */ }
  throw new Refusal(response.status, status?.message ?? (text.trim() || response.statusText), status?.details?.causes ?? []);
}

export const getJSON = async (path, signal) => (await ask(path, { signal, headers: { accept: "application/json" } })).json();
export const getYAML = async (path, signal) => (await ask(path, { signal, headers: { accept: "application/yaml" } })).text();
export const data = (path, signal) => getJSON(`/console/api/${path}`, signal);

export async function send(method, path, body, signal) {
  const response = await ask(path, {
    method, signal, headers: { "content-type": "application/json", accept: "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.json();
}

export const collection = (plural) => `/apis/${GROUP}/namespaces/${NAMESPACE}/${plural}`;
export const objectPath = (plural, name) => `${collection(plural)}/${encodeURIComponent(name)}`;
export const create = (plural, object, signal) => send("POST", collection(plural), object, signal);
export const remove = (plural, name) => send("DELETE", objectPath(plural, name));
export const undelete = (name) => send("POST", `${objectPath("topics", name)}/undelete`, {});
export const preview = (body, signal) => send("POST", "/console/api/preview", body, signal);

// MARK: Staying up to date

function pause(millis, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

function visible(signal) {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => { if (!document.hidden) { document.removeEventListener("visibilitychange", look); resolve(); } };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", () => { document.removeEventListener("visibilitychange", look); resolve(); }, { once: true });
  });
}

/** Asks again and again until the page is left, not while it is hidden. `failed` hears of refusals. */
export async function poll(millis, signal, work, failed = () => {}) {
  let failures = 0;
  while (!signal.aborted) {
    await visible(signal);
    if (signal.aborted) return;
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal)) throw error;
      failures += 1;
      if (error.status !== 0) failed(error);
    }
    await pause(failures ? waitsMillis[Math.min(failures, waitsMillis.length) - 1] : millis, signal);
  }
}

/**
 * Lists the objects of a kind and watches them until the page is left. `changed(objects, events, remaining)` gets a Map by
 * name, what happened since the last call (empty after a list), and how many more there are than are held.
 */
export async function watch(plural, signal, changed, { selector = "", limit = 1000, failed = () => {} } = {}) {
  const query = selector ? `&fieldSelector=${encodeURIComponent(selector)}` : "";
  let failures = 0;
  while (!signal.aborted) {
    await visible(signal);
    if (signal.aborted) return;
    // The stream ends while nobody looks: browsers allow few connections to a node.
    const look = new AbortController();
    const stop = () => look.abort();
    const hide = () => { if (document.hidden) stop(); };
    signal.addEventListener("abort", stop);
    document.addEventListener("visibilitychange", hide);
    try {
      const list = await getJSON(`${collection(plural)}?limit=${limit}${query}`, look.signal);
      const objects = new Map(list.items.map((item) => [item.metadata.name, item]));
      const held = { objects, isWhole: !list.metadata.continue, remaining: list.metadata.remainingItemCount ?? 0 };
      changed(objects, [], held.remaining);
      failures = 0;
      await follow(`${collection(plural)}?watch=1&allowWatchBookmarks=true&resourceVersion=${list.metadata.resourceVersion}${query}`, look.signal, held, changed);
    } catch (error) {
      if (!signal.aborted && error.name !== "AbortError") {
        failures += 1;
        if (error instanceof Refusal && error.status > 0 && error.status !== 410) failed(error);
        if (!(error instanceof Refusal) && error.name !== "TypeError") throw error;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      document.removeEventListener("visibilitychange", hide);
    }
    if (failures) await pause(waitsMillis[Math.min(failures, waitsMillis.length) - 1], signal);
  }
}

async function follow(path, signal, held, changed) {
  const response = await ask(path, { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    const events = lines.filter(Boolean).map((line) => JSON.parse(line));
    const told = events.filter((event) => take(event, held));
    if (told.length) changed(held.objects, told, held.remaining);
  }
}

/** Whether the event concerns an object that is shown. */
function take({ type, object }, held) {
  if (type === "ERROR") throw new Refusal(object.code ?? 500, object.message ?? "the watch ended");
  if (type === "BOOKMARK") return false;
  const name = object.metadata.name;
  if (type === "DELETED") return held.objects.delete(name);
  if (!held.isWhole && !held.objects.has(name)) return false;
  held.objects.set(name, object);
  return true;
}

/** Rates from counters: two looks at a topic, the node's clock between them. */
export class Rates {
  constructor() { this.last = new Map(); this.now = new Map(); }

  take(topics, atMillis) {
    const seen = new Set();
    for (const topic of topics) {
      seen.add(topic.name);
      const before = this.last.get(topic.name);
      const seconds = before ? (atMillis - before.atMillis) / 1000 : 0;
      if (seconds > 0.05) {
        const per = (name) => Math.max(0, topic[name] - before.topic[name]) / seconds;
        this.now.set(topic.name, { records: per("recordsIn"), bytesIn: per("bytesIn"), bytesOut: per("bytesOut") });
      }
      if (!before || seconds > 0.05 || seconds < 0) this.last.set(topic.name, { atMillis, topic });
    }
    for (const name of [...this.last.keys()]) if (!seen.has(name)) { this.last.delete(name); this.now.delete(name); }
  }

  of(name) { return this.now.get(name); }
}
