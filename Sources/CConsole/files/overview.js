// The node at a glance: how much flows, and what needs a person.

import { data, poll, Rates, watch } from "./api.js";
import { byteRate, bytes, count, el, fill, heading, kafkaName, path, plural, rate, readiness, say, Table } from "./kit.js";

/** Looks that the line holds at most and, so that it begins calmly, spans at least. */
const looksMax = 90;
const looksMin = 20;

export function overview(root, signal) {
  const head = heading("Overview");
  const figures = tiles(["Records in /s", "Bytes in /s", "Bytes out /s", "Stored", "Topics", "Groups"]);
  const spark = sparkline();
  const troubles = el("div", {}, el("p", { class: "muted", text: "Looking…" }));
  const busiest = new Table({
    caption: "Busiest topics", key: (row) => row.name, sort: "Records/s", descending: true,
    columns: [
      { label: "Topic", kind: "name", value: (row) => row.name, cell: (row) => ({ text: row.name, href: path("topics", row.object) }) },
      { label: "Records/s", num: true, value: (row) => row.rate?.records ?? 0, cell: (row) => rate(row.rate?.records) },
      { label: "In", num: true, value: (row) => row.rate?.bytesIn ?? 0, cell: (row) => byteRate(row.rate?.bytesIn) },
      { label: "Size", num: true, extra: true, value: (row) => row.sizeBytes, cell: (row) => bytes(row.sizeBytes) },
    ],
    empty: () => el("div", { class: "empty" }, el("p", { text: "No topics yet. A topic is a named stream of records." }),
      el("a", { class: "button primary", href: "#/topics/+new", text: "Create a topic" })),
  });
  fill(root, head.node, figures.node,
    el("section", { class: "card" }, el("h2", { text: "Records in per second" }), spark.node),
    el("div", { class: "grid" },
      el("section", { class: "card flush" }, el("h2", { text: "Busiest topics" }), busiest.node),
      el("section", { class: "card" }, el("h2", { text: "Needs attention" }), troubles)));

  const rates = new Rates();
  const held = {};
  const names = () => new Map([...(held.topics?.values() ?? [])].map((one) => [kafkaName(one), one.metadata.name]));
  for (const kind of ["topics", "views", "smartmodules"]) {
    watch(kind, signal, (objects) => { held[kind] = objects; attention(troubles, held); });
  }
  poll(1000, signal, async () => {
    const [node, page] = await Promise.all([data("node", signal), data("topics", signal)]);
    rates.take(page.topics, page.atMillis);
    const objects = names();
    const rows = page.topics.filter((one) => !one.internal)
      .map((one) => ({ ...one, rate: rates.of(one.name), object: objects.get(one.name) ?? one.name }));
    const sum = (pick) => (rows.some((row) => row.rate) ? rows.reduce((total, row) => total + (pick(row) ?? 0), 0) : null);
    const records = sum((row) => row.rate?.records);
    const stored = page.topics.reduce((total, one) => total + one.sizeBytes, 0);
    figures.show([rate(records), byteRate(sum((row) => row.rate?.bytesIn)), byteRate(sum((row) => row.rate?.bytesOut)),
      bytes(stored), count(rows.length + page.matched - page.topics.length), count(node.groups)]);
    spark.add(records);
    head.sub(`Node ${node.nodeID} of cluster ${node.clusterID}${node.version ? `, Weir ${node.version}` : ""}`);
    busiest.update(rows.sort((a, b) => (b.rate?.records ?? 0) - (a.rate?.records ?? 0) || a.name.localeCompare(b.name)).slice(0, 8));
  });
}

function attention(node, held) {
  if (!held.topics || !held.views || !held.smartmodules) return;
  const bad = [["topics", "Topic"], ["views", "View"], ["smartmodules", "SmartModule"]].flatMap(([plural, kind]) =>
    [...held[plural].values()].map((object) => ({ plural, kind, object, is: readiness(object) })))
    .filter((one) => one.is.tone !== "good");
  if (!bad.length) return fill(node, el("p", { text: "Everything that is declared is as declared." }));
  fill(node, el("dl", { class: "facts" }, bad.slice(0, 12).flatMap(({ plural, kind, object, is }) => [
    el("dt", { text: kind }),
    el("dd", {}, el("a", { href: path("objects", plural, object.metadata.name), text: object.metadata.name }), ": ",
      is.message || is.text),
  ])), bad.length > 12 ? el("p", { class: "muted", text: `and ${plural(bad.length - 12, "more", "more")}` }) : null);
}

export function tiles(names) {
  const values = names.map(() => el("dd", { text: "–" }));
  return {
    node: el("dl", { class: "tiles" }, names.map((name, place) => el("div", { class: "tile" }, el("dt", { text: name }), values[place]))),
    show: (texts) => texts.forEach((text, place) => say(values[place], text)),
  };
}

/** A line of the last values; its label says the newest in words. */
function sparkline() {
  const svg = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const area = svg("path", { class: "area", d: "" });
  const line = svg("path", { class: "line", d: "" });
  const chart = svg("svg", { class: "spark", viewBox: "0 0 1 100", preserveAspectRatio: "none", role: "img" });
  chart.append(area, line);
  const text = el("p", { class: "muted small", text: "Waiting for two looks." });
  const values = [];
  return {
    node: el("div", {}, chart, text),
    add(value) {
      if (value === null) return;
      values.push(value);
      if (values.length > looksMax) values.shift();
      const most = Math.max(...values, 1);
      const last = Math.max(values.length, looksMin) - 1;
      const first = last + 1 - values.length;
      chart.setAttribute("viewBox", `0 0 ${last} 100`);
      const points = values.map((one, place) => `${first + place} ${(96 - (one / most) * 90).toFixed(1)}`);
      line.setAttribute("d", `M${points.join("L")}`);
      area.setAttribute("d", `M${first} 100L${points.join("L")}L${last} 100Z`);
      const words = `Now ${rate(value)} records/s, at most ${rate(Math.max(...values))}.`;
      chart.setAttribute("aria-label", words);
      say(text, words);
    },
  };
}
