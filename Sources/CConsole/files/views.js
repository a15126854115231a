// Views: those there are, one with the records that come through it, and a builder with a live preview.

import { create, data, GROUP, poll, preview, Refusal, remove, watch } from "./api.js";
import { confirm, el, empty, field, fill, heading, input, kafkaName, path, plural, readiness, say, toast } from "./kit.js";
import { conditionTable, list } from "./objects.js";
import { previewed } from "./records.js";
import { Steps } from "./steps.js";
import { showFaults } from "./topics.js";

const makeOne = () => el("a", { class: "button primary", href: "#/views/+new", text: "Make a view" });

export function views(root, signal) {
  list(root, signal, {
    plural: "views", title: "Views", sub: "Topics seen through a chain of transforms: computed when read, stored nowhere.",
    actions: [makeOne()], href: (name) => path("views", name),
    extra: [
      { label: "Topic", value: (row) => row.spec.topic, cell: (row) => ({ text: row.spec.topic, href: path("topics", row.spec.topic) }) },
      { label: "Steps", extra: true, kind: "long", value: (row) => chainOf(row), cell: (row) => chainOf(row) || "none" },
    ],
    nothing: () => empty("No views yet", "A view shows a topic through steps that keep, change or hide what is in its records. You see what it would keep while you build it.", makeOne()),
  });
}

const chainOf = (view) => (view.spec.transforms ?? []).map((step) => step.uses.replace(/^builtin\//, "")).join(" → ");

// MARK: The preview

const outcomes = [["kept", "kept as they are"], ["changed", "changed"], ["dropped", "dropped"], ["failed", "failed"]];

/** Records beside what becomes of them, with a count of each outcome. */
function previewPanel(title) {
  const word = el("p", { class: "muted", role: "status", text: "Choose a topic to see its records." });
  const meter = el("div", { class: "meter", "aria-hidden": "true" });
  const bars = Object.fromEntries(outcomes.map(([name]) => [name, el("span", { class: name })]));
  meter.append(...Object.values(bars));
  const counts = el("ul", { class: "counts" });
  const numbers = Object.fromEntries(outcomes.map(([name, text]) => {
    const number = el("strong", { text: "0" });
    counts.append(el("li", { "data-outcome": name }, number, ` ${text}`));
    return [name, number];
  }));
  const rows = el("ol", { class: "records", "aria-label": "Preview", tabindex: "0" });
  let mark = "";
  return {
    node: el("section", { class: "card flush", id: "preview" },
      el("div", { class: "bar" }, el("h2", { text: title })),
      el("div", { class: "record" }, word, meter, counts), rows),
    say(text) { say(word, text); },
    clear(text) {
      say(word, text);
      mark = "";
      fill(rows);
      for (const [name] of outcomes) { say(numbers[name], "0"); bars[name].style.flexGrow = 0; }
    },
    show(records, names) {
      const now = JSON.stringify([records, names]);
      if (now === mark) return;
      mark = now;
      say(word, records.length ? `Of the newest ${plural(records.length, "record")}:` : "The topic has no records yet. They will show up here as they come.");
      for (const [name] of outcomes) {
        const total = records.filter((one) => one.outcome === name).length;
        say(numbers[name], String(total));
        bars[name].style.flexGrow = total;
      }
      fill(rows, [...records].reverse().map((one) => previewed(one, names)));
    },
  };
}

// MARK: One view

export function view(root, signal, name) {
  let object = null;
  const state = el("span", { class: "badge", text: "…" });
  const note = el("p", { class: "note", role: "status", hidden: true });
  const facts = el("div");
  const conditions = conditionTable();
  const panel = previewPanel("Records through this view");
  const actions = [state, el("a", { class: "button", href: path("objects", "views", name), text: "YAML and history" }),
    el("button", { type: "button", class: "danger", text: "Delete…", onclick: () => object && removeView(name) })];
  fill(root, heading(name, { crumbs: ["Views", "#/views"], actions }).node, note,
    el("div", { class: "grid" }, el("section", { class: "card" }, el("h2", { text: "What it does" }), facts),
      el("section", { class: "card flush" }, el("h2", { text: "Conditions" }), conditions.node)), panel.node);
  const look = async () => {
    if (!object) return;
    const steps = object.spec.transforms ?? [];
    const page = await preview({ topic: object.spec.topic, count: 50, transforms: steps }, signal);
    panel.show(page.records, steps.map((step) => step.uses));
  };
  const fault = (error) => { if (error.status !== 503) panel.clear(error.message); };
  watch("views", signal, (objects) => {
    object = objects.get(name) ?? null;
    const is = object ? readiness(object) : { text: "Not found", tone: "bad", message: `There is no view "${name}" now.` };
    state.className = `badge ${is.tone}`;
    say(state, is.text);
    note.hidden = is.tone === "good" || !is.message;
    say(note, is.message);
    conditions.update(object);
    if (object) fill(facts, describe(object));
    look().catch((error) => { if (error instanceof Refusal) fault(error); });
  }, { selector: `metadata.name=${name}` });
  poll(1500, signal, look, fault);
}

function describe(object) {
  return el("dl", { class: "facts" }, el("dt", { text: "Topic" }), el("dd", {}, el("a", { href: path("topics", object.spec.topic), text: object.spec.topic })),
    (object.spec.transforms ?? []).flatMap((step, place) => [el("dt", { text: `Step ${place + 1}` }),
      el("dd", {}, step.uses, " ", el("code", { text: JSON.stringify(step.with ?? {}) }))]));
}

async function removeView(name) {
  if (!await confirm({ title: `Delete the view ${name}?`, text: "Nothing is lost but the view itself: records stay in their topic.", verb: "Delete the view" })) return;
  try {
    await remove("views", name);
    toast(`View ${name} is deleted.`);
    location.hash = "#/views";
  } catch (error) { toast(error.message); }
}

// MARK: A new view

export async function newView(root, signal) {
  const head = heading("New view", { crumbs: ["Views", "#/views"], sub: "Choose a topic, add steps, and see at once what they keep of its newest records." });
  fill(root, head.node);
  const { transforms } = await data("transforms", signal);
  if (signal.aborted) return;
  const panel = previewPanel("Preview");
  const topics = el("datalist", { id: "topics" });
  const topic = field("Topic", input({ id: "view-topic", list: "topics", value: new URLSearchParams(location.hash.split("?")[1]).get("topic") ?? "" }));
  const name = field("Name of the view", input({ id: "view-name", maxlength: "249" }), { hint: "Letters, digits, and . _ - between them, such as orders.eu." });
  const summary = el("div", { class: "summary", role: "alert", tabindex: "-1", hidden: true });
  const button = el("button", { type: "submit", class: "primary", text: "Create the view" });
  const form = el("form", { class: "card", novalidate: true });
  let timer = null;
  let turn = new AbortController();
  const soon = () => { clearTimeout(timer); timer = setTimeout(() => look().catch(fault), 200); };
  const steps = new Steps(transforms.filter((one) => one.stateless && !one.expands), soon);
  form.append(summary, topic.node, topics, steps.node, name.node, el("div", { class: "actions" }, button, el("a", { class: "button", href: "#/views", text: "Cancel" })));

  const look = async () => {
    turn.abort();
    turn = new AbortController();
    const mine = turn;
    const wanted = topic.control.value.trim();
    if (!wanted) { steps.blame([], { everything: false }); return panel.clear("Choose a topic to see its records."); }
    const page = await preview({ topic: wanted, count: 50, transforms: steps.value }, mine.signal);
    if (mine.signal.aborted || signal.aborted) return;
    topic.fault(null);
    steps.blame([], { everything: false });
    panel.show(page.records, steps.names);
  };
  const fault = (error) => {
    if (signal.aborted || error.name === "AbortError") return;
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 503) return soon();
    if (error.status === 404) { topic.fault("There is no such topic in service."); return panel.clear("There is no such topic in service."); }
    const rest = steps.blame(error.causes, { everything: false });
    const told = [...error.causes.filter((cause) => !rest.includes(cause)), ...rest].map((cause) => readable(cause, steps.names));
    panel.clear(told.length ? `Not complete yet. ${told.join("; ")}.` : error.message);
  };

  topic.control.addEventListener("input", soon);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    summary.hidden = true;
    name.fault(null);
    button.disabled = true;
    try {
      const made = await create("views", {
        apiVersion: GROUP, kind: "View", metadata: { name: name.control.value.trim() },
        spec: { topic: topic.control.value.trim(), transforms: steps.value },
      }, signal);
      toast(`View ${made.metadata.name} is created.`);
      location.hash = path("views", made.metadata.name);
    } catch (error) {
      if (signal.aborted) return;
      const rest = steps.blame(error.causes ?? [], { everything: true });
      const atSteps = (error.causes?.length ?? 0) - rest.length;
      if (rest.length || !atSteps) showFaults(new Refusal(error.status, error.message, rest), [["metadata.name", name], ["spec.topic", topic]], summary);
      else form.querySelector("[aria-invalid]")?.focus();
    } finally { button.disabled = false; }
  });

  root.append(el("div", { class: "builder" }, form, el("div", { class: "sticky" }, panel.node)));
  watch("topics", signal, (objects) => fill(topics, [...objects.values()].map((one) => el("option", { value: kafkaName(one) }))));
  signal.addEventListener("abort", () => { clearTimeout(timer); turn.abort(); });
  topic.control.focus();
  look().catch(fault);
  poll(2000, signal, () => look().catch((error) => { if (error instanceof Refusal && error.status === 0) throw error; fault(error); }));
}

function readable(cause, names) {
  const match = /^spec\.transforms\[(\d+)\]\.(?:with\.)?(.*)$/.exec(cause.field);
  return match ? `Step ${Number(match[1]) + 1} (${names[Number(match[1])] ?? "?"}), ${match[2]} ${cause.message}` : `${cause.field}: ${cause.message}`;
}
