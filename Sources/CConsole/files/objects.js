// Any object: lists by kind, and one as YAML with its conditions and what happens to it while one looks.

import { getYAML, objectPath, Refusal, watch } from "./api.js";
import { age, conditionsOf, count, el, empty, fill, heading, moment, path, readiness, say, Table } from "./kit.js";

const kinds = [
  ["topics", "Topics", "Named streams of records."], ["views", "Views", "Topics seen through a chain of transforms."],
  ["smartmodules", "SmartModules", "Code that runs inside streams."], ["tableformats", "TableFormats", "How consumers print records as tables."],
  ["partitions", "Partitions", "The parts of topics, as they are."], ["spus", "SPUs", "The nodes that keep partitions and serve clients."],
];

export function objects(root) {
  fill(root, heading("Objects", { sub: "Everything that is declared, as the node keeps it. The same is reached with kubectl and weir get." }).node,
    el("div", { class: "grid" }, kinds.map(([plural, title, text]) =>
      el("section", { class: "card" }, el("h2", {}, el("a", { href: path("objects", plural), text: title })), el("p", { class: "muted", text })))));
}

export function kind(root, signal, plural) {
  const known = kinds.find(([name]) => name === plural);
  if (!known) return fill(root, heading("No such kind", { crumbs: ["Objects", "#/objects"] }).node);
  list(root, signal, { plural, title: known[1], sub: known[2], crumbs: ["Objects", "#/objects"] });
}

export function smartModules(root, signal) {
  list(root, signal, {
    plural: "smartmodules", title: "SmartModules", sub: "Code that runs inside streams.",
    nothing: () => empty("No SmartModules", "Declare one with weir smartmodule create, or weir apply. For many tasks a built-in transform is enough: a view can be made of them here.",
      el("a", { class: "button", href: "#/views/+new", text: "Make a view" })),
  });
}

/** A list of objects of one kind with what their Ready condition says. */
export function list(root, signal, { plural, title, sub, crumbs, actions, nothing, href, extra = [] }) {
  const table = new Table({
    caption: title, key: (row) => row.metadata.name, sort: "Name",
    columns: [
      { label: "Name", kind: "name", value: (row) => row.metadata.name, cell: (row) => ({ text: row.metadata.name, href: (href ?? ((name) => path("objects", plural, name)))(row.metadata.name) }) },
      ...extra,
      { label: "State", value: (row) => readiness(row).text, cell: (row) => { const is = readiness(row); return { text: is.text, tone: is.tone }; } },
      { label: "Why", kind: "long", value: (row) => readiness(row).message, cell: (row) => readiness(row).message || "–" },
      { label: "Age", extra: true, num: true, value: (row) => -Date.parse(row.metadata.creationTimestamp), cell: (row) => age(row.metadata.creationTimestamp) },
    ],
    empty: nothing ?? (() => empty("None", "No object of this kind is declared.")),
  });
  const foot = el("p", { class: "foot", hidden: true });
  const trouble = el("div", { class: "summary", role: "alert", hidden: true });
  fill(root, heading(title, { sub, crumbs, actions }).node, trouble, el("section", { class: "card flush" }, table.node, foot));
  watch(plural, signal, (all, events, remaining) => {
    trouble.hidden = true;
    table.update([...all.values()]);
    foot.hidden = !remaining;
    say(foot, `The first ${count(all.size)} are shown; ${count(remaining)} more are there.`);
  }, { failed: (error) => { trouble.hidden = false; say(trouble, error.message); } });
}

export function conditionTable() {
  const table = new Table({
    caption: "Conditions", key: (row) => row.type,
    columns: [
      { label: "Condition", kind: "name", cell: (row) => row.type },
      { label: "Status", cell: (row) => ({ text: row.status, tone: row.status === "True" ? "good" : row.status === "False" ? "bad" : "warn" }) },
      { label: "Why", kind: "long", cell: (row) => (row.message ? `${row.reason}: ${row.message}` : row.reason) },
      { label: "Since", extra: true, num: true, cell: (row) => age(row.lastTransitionTime) },
    ],
    empty: () => el("p", { class: "empty", text: "Nothing has been found out about it yet." }),
  });
  return { node: table.node, update: (object) => table.update(object ? conditionsOf(object) : []) };
}

// MARK: One object

export function object(root, signal, plural, name) {
  const title = kinds.find(([one]) => one === plural)?.[1];
  if (!title) return fill(root, heading("No such kind", { crumbs: ["Objects", "#/objects"] }).node);
  const state = el("span", { class: "badge", text: "…" });
  const yaml = el("pre", { class: "yaml", tabindex: "0", "aria-label": "The object as YAML", text: "…" });
  const note = el("p", { class: "note", role: "status", hidden: true });
  const conditions = conditionTable();
  const history = eventList();
  const copy = el("button", {
    type: "button", class: "quiet", text: "Copy",
    onclick: () => navigator.clipboard.writeText(yaml.textContent).then(() => say(copy, "Copied"), () => say(copy, "Not allowed")),
  });
  fill(root, heading(name, { crumbs: [title, path("objects", plural)], actions: [state] }).node, note,
    el("section", { class: "card flush" }, el("h2", { text: "Conditions" }), conditions.node),
    el("section", { class: "card flush" }, el("div", { class: "bar" }, el("h2", { text: "YAML" }), copy), yaml),
    el("section", { class: "card" }, el("h2", { text: "Changes while you look" }), history.node));
  return follow({ plural, name, signal, state, yaml, note, conditions, history });
}

function follow({ plural, name, signal, state, yaml, note, conditions, history }) {
  let last = null;
  const show = async (object) => {
    const is = object ? readiness(object) : { text: "Gone", tone: "bad" };
    state.className = `badge ${is.tone}`;
    say(state, is.text);
    note.hidden = Boolean(object);
    if (!object) return say(note, last ? "This object was deleted; below is what it was." : "There is no such object now.");
    conditions.update(object);
    try {
      const text = await getYAML(objectPath(plural, name), signal);
      // Who set which field is for tools; kubectl leaves it out as well.
      say(yaml, text.replace(/^ {2}managedFields:.*\n(?: {4}.*\n)*/m, ""));
    } catch (error) {
      if (!(error instanceof Refusal) && error.name !== "AbortError") throw error;
    }
  };
  return watch(plural, signal, (objects, events) => {
    const object = objects.get(name) ?? null;
    for (const event of events) history.add(event, last);
    show(object);
    last = object ?? last;
  }, { selector: `metadata.name=${name}` });
}

const eventsMax = 50;

function eventList() {
  const list = el("ol", { class: "records", "aria-live": "polite" });
  const word = el("p", { class: "muted", text: "None yet. Whatever changes it, from anywhere, shows up here." });
  return {
    node: el("div", {}, word, list),
    add({ type, object }, before) {
      word.hidden = true;
      const changes = type === "MODIFIED" && before ? differences(before, object) : [];
      list.prepend(el("li", { class: "record" },
        el("div", { class: "meta" }, el("span", { class: "badge info", text: type.toLowerCase() }), el("span", { text: moment(Date.now()) }),
          el("span", { text: `generation ${object.metadata.generation}` })),
        el("ul", {}, changes.slice(0, 12).map((text) => el("li", {}, el("code", { text }))))));
      while (list.childElementCount > eventsMax) list.lastChild.remove();
    },
  };
}

/** What changed, as path: old → new. */
function differences(before, after, place = "") {
  if (["metadata.resourceVersion", "metadata.managedFields", "metadata.generation"].includes(place)) return [];
  const isTree = (value) => value !== null && typeof value === "object";
  if (!isTree(before) || !isTree(after)) {
    return Object.is(before, after) ? [] : [`${place}: ${short(before)} → ${short(after)}`];
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => differences(before[name], after[name],
    Array.isArray(after) ? `${place}[${name}]` : place ? `${place}.${name}` : name));
}

const short = (value) => (value === undefined ? "not set" : JSON.stringify(value)).slice(0, 120);
