// Consumer groups and how far behind they are.

import { data, poll } from "./api.js";
import { count, el, empty, fill, heading, input, path, plural, say, Table } from "./kit.js";
import { tiles } from "./overview.js";

const tone = (state) => ({ Stable: "good", Empty: "", Dead: "bad" })[state] ?? "warn";
const search = (onInput) => input({ type: "search", "aria-label": "Find by name", placeholder: "Find by name", oninput: onInput });

export function groups(root, signal) {
  let wake = () => {};
  const text = search(() => wake());
  const table = new Table({
    caption: "Consumer groups", key: (row) => row.id, sort: "Lag", descending: true,
    columns: [
      { label: "Group", kind: "name", value: (row) => row.id, cell: (row) => ({ text: row.id, href: path("groups", row.id) }) },
      { label: "State", value: (row) => row.state, cell: (row) => ({ text: row.state, tone: tone(row.state) }) },
      { label: "Members", num: true, value: (row) => row.members, cell: (row) => count(row.members) },
      { label: "Lag", num: true, value: (row) => row.lag, cell: (row) => count(row.lag) },
      { label: "Topics", extra: true, kind: "long", value: (row) => row.topics.join(), cell: (row) => row.topics.join(", ") + (row.topicCount > row.topics.length ? " …" : "") },
    ],
    empty: () => empty("No groups", text.value ? "No group has this in its name." : "A group appears here when a consumer joins one or commits an offset."),
  });
  const foot = el("p", { class: "foot", hidden: true });
  fill(root, heading("Groups", { sub: "Consumers that share the work, and the records each has still to read." }).node,
    el("div", { class: "bar" }, text), el("section", { class: "card flush" }, table.node, foot));
  const look = async () => {
    const page = await data(`groups?limit=500&q=${encodeURIComponent(text.value)}`, signal);
    table.update(page.groups);
    foot.hidden = page.matched <= page.groups.length;
    say(foot, `${count(page.groups.length)} of ${count(page.matched)} shown; find others by name.`);
  };
  wake = () => look().catch(() => {});
  poll(1500, signal, look);
}

export function group(root, signal, id) {
  const figures = tiles(["State", "Members", "Lag", "Partitions"]);
  const trouble = el("div", { class: "summary", role: "alert", hidden: true });
  const places = new Table({
    caption: "Places in partitions", key: (row) => `${row.topic}-${row.partition}`, sort: "Lag", descending: true,
    columns: [
      { label: "Topic", kind: "name", value: (row) => row.topic, cell: (row) => ({ text: row.topic, href: path("topics", row.topic) }) },
      { label: "Partition", num: true, value: (row) => row.partition, cell: (row) => String(row.partition) },
      { label: "Committed", num: true, value: (row) => row.committed, cell: (row) => count(row.committed) },
      { label: "Log end", num: true, extra: true, value: (row) => row.logEnd ?? -1, cell: (row) => (row.logEnd === null ? "gone" : count(row.logEnd)) },
      { label: "Lag", num: true, value: (row) => row.lag, cell: (row) => count(row.lag) },
    ],
    empty: () => empty("Nothing committed", "This group has not committed an offset yet."),
  });
  const members = new Table({
    caption: "Members", key: (row) => row.id, sort: "Client",
    columns: [
      { label: "Client", kind: "name", value: (row) => row.clientID, cell: (row) => row.clientID || "–" },
      { label: "Host", value: (row) => row.host, cell: (row) => row.host },
      { label: "Member", extra: true, kind: "long", value: (row) => row.id, cell: (row) => row.instanceID ?? row.id },
    ],
    empty: () => empty("No members", "No consumer of this group is connected now."),
  });
  fill(root, heading(id, { crumbs: ["Groups", "#/groups"] }).node, trouble, figures.node,
    el("section", { class: "card flush" }, el("h2", { text: "Partitions and lag" }), places.node),
    el("section", { class: "card flush" }, el("h2", { text: "Members" }), members.node));
  poll(1500, signal, async () => {
    const page = await data(`groups/${encodeURIComponent(id)}`, signal);
    trouble.hidden = true;
    figures.show([page.group.state, count(page.group.members), count(page.group.lag), plural(page.placeCount, "partition").split(" ")[0]]);
    places.update(page.places);
    members.update(page.members);
  }, (error) => {
    trouble.hidden = false;
    say(trouble, error.status === 404 ? `There is no group "${id}" now.` : error.message);
  });
}
