// Topics: all of them live, one in detail, and a form for a new one.

import { collection, create, data, getJSON, GROUP, poll, preview, Rates, Refusal, remove, undelete, watch } from "./api.js";
import {
  age, byteRate, bytes, confirm, count, el, empty, field, fill, heading, input, kafkaName, moment, path, plural, rate, readiness, say,
  select, Table, toast,
} from "./kit.js";
import { conditionTable } from "./objects.js";
import { tiles } from "./overview.js";
import { previewed, record } from "./records.js";

// MARK: All topics

export function topics(root, signal) {
  let live = { topics: [], total: 0, matched: 0 };
  let declared = null;
  const rates = new Rates();
  const text = input({ type: "search", "aria-label": "Find by name", placeholder: "Find by name", oninput: () => { join(); look().catch(() => {}); } });
  const table = new Table({
    caption: "Topics", key: (row) => row.name, sort: "Topic",
    columns: [
      { label: "Topic", kind: "name", value: (row) => row.name, cell: (row) => ({ text: row.name, href: path("topics", row.object ?? row.name), aside: row.internal ? "internal" : "" }) },
      { label: "State", value: (row) => row.state.text, cell: (row) => row.state },
      { label: "Records/s", num: true, value: (row) => row.rate?.records ?? -1, cell: (row) => rate(row.rate?.records) },
      { label: "In", num: true, extra: true, value: (row) => row.rate?.bytesIn ?? -1, cell: (row) => byteRate(row.rate?.bytesIn) },
      { label: "Out", num: true, extra: true, value: (row) => row.rate?.bytesOut ?? -1, cell: (row) => byteRate(row.rate?.bytesOut) },
      { label: "Records", num: true, extra: true, value: (row) => row.records ?? -1, cell: (row) => (row.records === undefined ? "–" : count(row.records)) },
      { label: "Size", num: true, value: (row) => row.sizeBytes ?? -1, cell: (row) => (row.sizeBytes === undefined ? "–" : bytes(row.sizeBytes)) },
      { label: "Partitions", num: true, extra: true, value: (row) => row.partitions, cell: (row) => String(row.partitions) },
    ],
    empty: () => (text.value ? empty("Nothing found", "No topic has this in its name.")
      : empty("No topics yet", "A topic is a named stream of records. Make one here, with weir, with kubectl, or by producing to it.",
        el("a", { class: "button primary", href: "#/topics/+new", text: "Create a topic" }))),
  });
  const foot = el("p", { class: "foot", hidden: true });
  const trash = el("section", { class: "card flush", hidden: true });
  const head = heading("Topics", { actions: [el("a", { class: "button primary", href: "#/topics/+new", text: "Create a topic" })] });
  fill(root, head.node, el("div", { class: "bar" }, text), el("section", { class: "card flush" }, table.node, foot), trash);

  const look = async () => {
    live = await data(`topics?limit=500&q=${encodeURIComponent(text.value)}`, signal);
    rates.take(live.topics, live.atMillis);
    join();
  };
  const join = () => {
    if (!declared) return;
    const rows = new Map(live.topics.map((one) => [one.name, { ...one, rate: rates.of(one.name), state: serving(one) }]));
    const wanted = text.value.toLowerCase();
    for (const object of declared.values()) {
      const name = kafkaName(object);
      if (!name.toLowerCase().includes(wanted)) continue;
      const row = rows.get(name);
      const is = readiness(object);
      if (row) Object.assign(row, { object: object.metadata.name, state: is.tone === "good" ? row.state : stateOf(is) });
      else if (rows.size < 1000) rows.set(name, { name, object: object.metadata.name, partitions: object.spec.partitions, state: stateOf(is) });
    }
    table.update([...rows.values()]);
    foot.hidden = live.matched <= live.topics.length;
    say(foot, `${count(live.topics.length)} of ${count(live.matched)} shown; find others by name.`);
    head.sub(`${plural(live.total, "topic")} in service`);
  };
  watch("topics", signal, (objects, events) => {
    declared = objects;
    join();
    if (events.some((event) => event.type !== "MODIFIED") || !trash.dataset.asked) showDeleted(trash, signal);
  });
  poll(1000, signal, look);
}

const stateOf = (is) => ({ text: is.text, tone: is.tone, title: is.message });
const serving = (one) => (one.offline ? { text: `${plural(one.offline, "partition")} offline`, tone: "bad" } : { text: "Ready", tone: "good" });

/** Deleted topics that can still come back. */
async function showDeleted(node, signal) {
  node.dataset.asked = "yes";
  const list = await getJSON(collection("deletedtopics"), signal).catch(() => ({ items: [] }));
  node.hidden = list.items.length === 0;
  const table = new Table({
    caption: "Deleted topics", key: (row) => row.object.metadata.name, sort: "Topic",
    columns: [
      { label: "Topic", kind: "name", value: (row) => row.object.metadata.name, cell: (row) => row.object.metadata.name },
      { label: "Deleted", value: (row) => row.deletedTimestamp, cell: (row) => moment(Date.parse(row.deletedTimestamp)).slice(0, 19) },
      { label: "Its data goes", extra: true, value: (row) => row.purgeTimestamp, cell: (row) => moment(Date.parse(row.purgeTimestamp)).slice(0, 19) },
      {
        label: "", cell: (row) => ({ button: "Undelete", label: `Undelete ${row.object.metadata.name}` }),
        act: async (row) => {
          try {
            await undelete(row.object.metadata.name);
            toast(`Topic ${row.object.metadata.name} is back.`);
          } catch (error) { toast(error.message); }
          showDeleted(node, signal);
        },
      },
    ],
  });
  table.update(list.items);
  fill(node, el("h2", { text: "Deleted, and can come back" }), table.node);
}

// MARK: One topic

export function topic(root, signal, name) {
  let object = null;
  let kafka = name;
  const rates = new Rates();
  const state = el("span", { class: "badge", text: "…" });
  const drop = el("button", { type: "button", class: "danger", text: "Delete…", onclick: () => removeTopic(object), hidden: true });
  const yaml = el("a", { class: "button", href: path("objects", "topics", name), text: "YAML and history", hidden: true });
  const viewLink = el("a", { class: "button", href: `#/views/+new?topic=${encodeURIComponent(name)}`, text: "Make a view" });
  const head = heading(name, { crumbs: ["Topics", "#/topics"], actions: [state, viewLink, yaml, drop] });
  const note = el("p", { class: "note", hidden: true });
  const figures = tiles(["Records/s", "Bytes in", "Bytes out", "Records", "Size"]);
  const partitions = new Table({
    caption: "Partitions", key: (row) => row.partition, sort: "Partition",
    columns: [
      { label: "Partition", value: (row) => row.partition, cell: (row) => String(row.partition) },
      { label: "Log start", num: true, value: (row) => row.logStart, cell: (row) => count(row.logStart) },
      { label: "Log end", num: true, value: (row) => row.logEnd, cell: (row) => count(row.logEnd) },
      { label: "On disk to", num: true, extra: true, value: (row) => row.durable, cell: (row) => count(row.durable) },
      { label: "Size", num: true, value: (row) => row.sizeBytes, cell: (row) => bytes(row.sizeBytes) },
      { label: "Segments", num: true, extra: true, value: (row) => row.segments, cell: (row) => String(row.segments) },
      { label: "State", value: (row) => row.offlineReason ?? "", cell: (row) => (row.offlineReason ? { text: "offline", tone: "bad", aside: row.offlineReason } : { text: "online", tone: "good" }) },
    ],
    empty: () => empty("Not in service", "This topic has no partitions on this node now."),
  });
  const settings = el("div", {}, el("p", { class: "muted", text: "…" }));
  const conditions = conditionTable();
  const records = recordPanel(signal, () => kafka);
  fill(root, head.node, note, figures.node,
    el("section", { class: "card flush" }, el("h2", { text: "Partitions" }), partitions.node),
    records.node,
    el("div", { class: "grid" }, el("section", { class: "card" }, el("h2", { text: "Settings" }), settings),
      el("section", { class: "card flush" }, el("h2", { text: "Conditions" }), conditions.node)));

  let isInService = false;
  const tell = () => {
    drop.hidden = yaml.hidden = !object;
    const is = object ? readiness(object) : { text: isInService ? "In service" : "Not found", tone: isInService ? "" : "bad", message: "" };
    state.className = `badge ${is.tone}`;
    say(state, is.text);
    const missing = isInService ? "No Topic object has this name: it is the node's own topic, or declared under another name."
      : `There is no topic "${name}" now. It may have been deleted.`;
    const text = !object ? missing : is.tone === "good" ? "" : is.message;
    note.hidden = !text;
    say(note, text);
  };
  watch("topics", signal, (objects) => {
    object = objects.get(name) ?? null;
    kafka = object ? kafkaName(object) : name;
    head.sub(kafka === name ? "" : `${kafka} to Kafka clients`);
    fill(settings, object ? settingsOf(object) : el("p", { class: "muted", text: "Nothing is declared." }));
    conditions.update(object);
    tell();
  }, { selector: `metadata.name=${name}` });
  poll(1000, signal, async () => {
    const page = await data(`topics/${encodeURIComponent(kafka)}`, signal);
    isInService = true;
    const one = page.figures;
    rates.take([one], page.atMillis);
    const now = rates.of(one.name);
    figures.show([rate(now?.records), byteRate(now?.bytesIn), byteRate(now?.bytesOut), count(one.records), bytes(one.sizeBytes)]);
    partitions.update(page.partitions);
    records.partitions(page.partitions.map((part) => part.partition));
    tell();
  }, () => { isInService = false; partitions.update([]); tell(); });
}

function settingsOf(object) {
  const { spec, metadata } = object;
  const rows = [["Partitions", spec.partitions], ["Copies", spec.replication ?? 1], ["Durability", spec.durability ?? "disk"],
    ...Object.entries(spec.config ?? {}),
    spec.onError && spec.transforms?.length ? ["On error", spec.onError] : null,
    spec.deduplication ? ["Deduplication", `of the last ${count(spec.deduplication.count)}${spec.deduplication.age ? ` within ${spec.deduplication.age}` : ""}`] : null,
    spec.transforms?.length ? ["Transforms", spec.transforms.map((step) => step.uses).join(", then ")] : null,
    ["Made", `${age(metadata.creationTimestamp)} ago`], ["Generation", metadata.generation],
    ["Id", object.status?.topicID ?? "–"]].filter(Boolean);
  return el("dl", { class: "facts" }, rows.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: String(value) })]));
}

async function removeTopic(object) {
  const name = object.metadata.name;
  const answer = await confirm({
    title: `Delete the topic ${name}?`, verb: "Delete the topic",
    text: "Clients can no longer read or write it. Its records stay for a time, in which the list of topics offers to undelete it; then they are gone.",
  });
  if (!answer) return;
  try {
    await remove("topics", name);
    toast(`Topic ${name} is deleted. The list of topics can bring it back for a time.`);
    location.hash = "#/topics";
  } catch (error) { toast(error.message); }
}

// MARK: Last records

/** The newest records of a topic, kept up to date, through a view if one is chosen. */
function recordPanel(signal, kafka) {
  const part = select([["", "All partitions"]], { id: "records-partition" });
  const many = select([["10", "10"], ["50", "50"], ["200", "200"]], { id: "records-count" });
  const through = select([["", "no view"]], { id: "records-view" });
  const isLive = input({ type: "checkbox", checked: true });
  const list = el("ol", { class: "records", "aria-label": "Records" });
  const word = el("p", { class: "foot", text: "Looking…" });
  const views = new Map();
  let mark = "";
  const look = async () => {
    const partition = part.value === "" ? null : Number(part.value);
    const steps = views.get(through.value)?.spec.transforms;
    const encoded = encodeURIComponent(kafka());
    const page = steps
      ? await preview({ topic: kafka(), partition, count: Number(many.value), transforms: steps }, signal)
      : await data(`topics/${encoded}/records?count=${many.value}${partition === null ? "" : `&partition=${partition}`}`, signal);
    const shown = steps ? page.records.filter((one) => one.outcome !== "dropped") : page.records;
    const now = JSON.stringify([shown, through.value]);
    if (now !== mark) {
      mark = now;
      const names = (steps ?? []).map((step) => step.uses);
      fill(list, [...shown].reverse().map((one) => (steps ? previewed(one, names) : record(one))));
    }
    say(word, page.records.length === 0 ? "No records yet." : steps
      ? `${shown.length} of the newest ${plural(page.records.length, "record")} come through ${through.value}.`
      : `The newest ${plural(shown.length, "record")}, newest first.`);
  };
  const fault = (error) => {
    if (!(error instanceof Refusal) || error.status === 503) return;
    mark = "";
    fill(list);
    say(word, error.status === 404 ? "The topic is not in service." : error.message);
  };
  const again = () => look().catch(fault);
  for (const control of [part, many, through]) control.addEventListener("change", again);
  poll(1500, signal, async () => { if (isLive.checked || !mark) await look(); }, fault);
  watch("views", signal, (objects) => {
    views.clear();
    for (const view of objects.values()) if (view.spec.topic === kafka()) views.set(view.metadata.name, view);
    const chosen = through.value;
    fill(through, el("option", { value: "", text: "no view" }), [...views.keys()].map((name) => el("option", { value: name, text: name })));
    through.value = views.has(chosen) ? chosen : "";
  });
  let known = "";
  return {
    partitions(indexes) {
      if (known === indexes.join()) return;
      known = indexes.join();
      const chosen = part.value;
      fill(part, el("option", { value: "", text: "All partitions" }), indexes.map((index) => el("option", { value: String(index), text: `Partition ${index}` })));
      part.value = chosen;
    },
    node: el("section", { class: "card flush", id: "records" },
      el("div", { class: "bar" }, el("h2", { text: "Last records" }), field("From", part).node, field("How many", many).node,
        field("Through", through).node, field("Keep up to date", isLive).node), list, word),
  };
}

// MARK: A new topic

const week = "604800000";

export function newTopic(root, signal) {
  const name = field("Name", input({ id: "topic-name", required: true, maxlength: "249" }), { hint: "Letters, digits, and . _ - between them." });
  const partitions = field("Partitions", input({ id: "topic-partitions", inputmode: "numeric", value: "1" }),
    { hint: "Records of one key stay in order in one partition. Their number can grow later, not shrink." });
  const policy = field("When records are old", select([["delete", "Delete them"], ["compact", "Keep the newest of each key"], ["compact,delete", "Both"]], { id: "topic-policy" }));
  const retention = field("Keep records for (milliseconds)", input({ id: "topic-retention", inputmode: "numeric", placeholder: week }),
    { isOptional: true, hint: `${week} is a week, the usual default; -1 is for ever.` });
  const size = field("Keep at most (bytes of a partition)", input({ id: "topic-size", inputmode: "numeric" }), { isOptional: true });
  const durability = field("Durability", select([["disk", "On disk before it counts as written"], ["memory", "In memory: fast, lost with the node"]], { id: "topic-durability" }));
  const more = field("Other Kafka settings", el("textarea", { id: "topic-config", spellcheck: "false", placeholder: "max.message.bytes=2000000" }),
    { isOptional: true, hint: "One on a line, as in name=value." });
  const fields = [["metadata.name", name], ["spec.topicName", name], ["spec.partitions", partitions], ["spec.config[cleanup.policy]", policy],
    ["spec.config[retention.ms]", retention], ["spec.config[retention.bytes]", size], ["spec.durability", durability], ["spec.config", more]];
  const button = el("button", { type: "submit", class: "primary", text: "Create the topic" });
  const form = creationForm({
    root: el("form", { class: "card narrow", novalidate: true },
      name.node, partitions.node, durability.node, policy.node, retention.node,
      el("details", {}, el("summary", { text: "More settings" }), size.node, more.node),
      el("div", { class: "actions" }, button, el("a", { class: "button", href: "#/topics", text: "Cancel" }))),
    button, fields, plural: "topics", signal,
    object: () => topicObject({ name, partitions, policy, retention, size, durability, more }),
    done: (made) => { toast(`Topic ${made.metadata.name} is created.`); location.hash = path("topics", made.metadata.name); },
  });
  fill(root, heading("New topic", { crumbs: ["Topics", "#/topics"] }).node, form);
  name.control.focus();
}

function topicObject({ name, partitions, policy, retention, size, durability, more }) {
  const value = (one) => one.control.value.trim();
  const config = {};
  for (const line of more.control.value.split("\n").filter((one) => one.trim())) {
    const [key, ...rest] = line.split("=");
    config[key.trim()] = rest.join("=").trim();
  }
  if (policy.control.value !== "delete") config["cleanup.policy"] = policy.control.value;
  if (value(retention)) config["retention.ms"] = value(retention);
  if (value(size)) config["retention.bytes"] = value(size);
  // What is no number goes as it stands: the node says what is wrong with it.
  const number = /^-?\d{1,15}$/.test(value(partitions)) ? Number(value(partitions)) : value(partitions);
  return {
    apiVersion: GROUP, kind: "Topic", metadata: { name: value(name) },
    spec: { partitions: number, durability: durability.control.value, config },
  };
}

/** A form that creates an object and shows each fault the node finds at its field; what has no field stands above. */
export function creationForm({ root: form, button, fields, plural: kinds, signal, object, done }) {
  const summary = el("div", { class: "summary", role: "alert", tabindex: "-1", hidden: true });
  form.prepend(summary);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const [, one] of fields) one.fault(null);
    summary.hidden = true;
    button.disabled = true;
    try {
      done(await create(kinds, object(), signal));
    } catch (error) {
      if (signal.aborted) return;
      showFaults(error, fields, summary);
    } finally { button.disabled = false; }
  });
  return form;
}

export function showFaults(error, fields, summary) {
  const rest = [];
  let first = null;
  for (const cause of error.causes ?? []) {
    const found = fieldOf(cause.field, fields);
    if (!found) { rest.push(`${cause.field}: ${cause.message}`); continue; }
    const old = found.node.querySelector(".error");
    found.fault(old.hidden ? cause.message : `${old.textContent}; ${cause.message}`);
    found.node.closest("details")?.setAttribute("open", "");
    first ??= found;
  }
  if (!first || rest.length) {
    summary.hidden = false;
    fill(summary, rest.length ? rest.map((text) => el("p", { text })) : el("p", { text: error.message }));
  }
  if (first) first.control.focus(); else summary.focus();
}

/** The field of the longest path that a fault's path begins with. */
function fieldOf(place, fields) {
  const fits = fields.filter(([key]) => place === key || place.startsWith(`${key}.`) || place.startsWith(`${key}[`));
  return fits.sort((a, b) => b[0].length - a[0].length)[0]?.[1];
}
