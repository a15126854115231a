// A chain of built-in transforms as forms: a fieldset a step, a control a parameter.

import { el, field, fill, input, select } from "./kit.js";

/** Text as JSON where it is such, else as a text. */
function loose(text) {
  try { return JSON.parse(text); } catch { return text; }
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function pairs(text, read) {
  return Object.fromEntries(lines(text).map((line) => {
    const place = line.indexOf("=");
    return place < 0 ? [line, ""] : [line.slice(0, place).trim(), read(line.slice(place + 1).trim())];
  }));
}

const area = (placeholder) => el("textarea", { spellcheck: "false", placeholder });
const number = (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

/** By a parameter's type: how it is asked for, how its value is read, and a word on how to write it. */
const kinds = {
  text: { make: () => input(), read: (text) => text },
  path: { make: () => input({ placeholder: "customer.country" }), read: (text) => text.trim() },
  integer: { make: () => input({ inputmode: "numeric" }), read: number },
  number: { make: () => input({ inputmode: "decimal" }), read: number },
  any: { make: () => input(), read: loose, hint: "A number, true or false, or a text; quote a text that looks like a number." },
  paths: { make: () => area("customer.email"), read: lines, hint: "One field on a line." },
  list: { make: () => area(""), read: (text) => lines(text).map(loose), hint: "One value on a line." },
  names: { make: () => area("old.name = new"), read: (text) => pairs(text, (value) => value), hint: "One on a line: field = new name." },
  fields: { make: () => area("source = \"web\""), read: (text) => pairs(text, loose), hint: "One on a line: field = value." },
};

const sentence = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/^./, (letter) => letter.toUpperCase()).replace(/ [A-Z]/g, (two) => two.toLowerCase());

function choice(parameter) {
  return { control: select(parameter.choices.map((one) => [one, sentence(one)]), { value: parameter.default }), value: (control) => control.value };
}

function boolean(parameter) {
  return { control: input({ type: "checkbox", checked: parameter.default === true }), value: (control) => control.checked };
}

function written(parameter) {
  const kind = kinds[parameter.type] ?? kinds.any;
  const control = kind.make();
  if (parameter.default !== undefined && parameter.default !== null && parameter.default !== "") control.value = String(parameter.default);
  return { control, hint: kind.hint, value: (made) => (made.value.trim() === "" ? undefined : kind.read(made.value)) };
}

/** One parameter's control; `value()` is undefined for what is not given. */
function ask(parameter, changed) {
  const made = parameter.type === "choice" ? choice(parameter) : parameter.type === "boolean" ? boolean(parameter) : written(parameter);
  const shown = field(sentence(parameter.name), made.control, {
    isOptional: !parameter.required && !["choice", "boolean"].includes(parameter.type),
    hint: [parameter.description, made.hint].filter(Boolean).join(" "),
  });
  const entry = { parameter, shown, isTouched: false, value: () => made.value(made.control) };
  made.control.addEventListener("input", () => { entry.isTouched = true; changed(); });
  return entry;
}

/**
 * The builder of a chain. `changed()` is called when the chain is another one.
 * `value` is the chain as objects have it; `names` what to call its steps; `blame(causes)` puts faults at their fields.
 */
export class Steps {
  constructor(builtIns, changed) {
    Object.assign(this, { builtIns, changed, steps: [] });
    this.list = el("ol", { class: "steps", "aria-label": "Steps" });
    this.choice = select([["", "Choose a step…"], ...builtIns.map((one) => [one.uses, `${one.name}: ${one.summary}`])], { id: "add-step" });
    this.add = el("button", { type: "button", text: "Add", onclick: () => this.append() });
    this.word = el("p", { class: "sr", role: "status" });
    this.node = el("fieldset", {}, el("legend", { text: "Steps" }), this.list,
      el("div", { class: "bar" }, field("Add a step", this.choice).node, this.add), this.word);
  }

  append() {
    const builtIn = this.builtIns.find((one) => one.uses === this.choice.value);
    if (!builtIn) return this.choice.focus();
    const step = { builtIn };
    step.entries = builtIn.parameters.map((parameter) => ask(parameter, this.changed));
    this.steps.push(step);
    this.choice.value = "";
    this.show();
    this.word.textContent = `Step ${this.steps.length}, ${builtIn.name}, was added.`;
    (step.entries[0]?.shown.control ?? this.choice).focus();
  }

  /** The controls themselves move, so that what was typed stays. */
  show() {
    fill(this.list, this.steps.map((step, place) => {
      step.node ??= this.make(step);
      step.title.textContent = `${place + 1}. ${step.builtIn.name}`;
      step.up.disabled = place === 0;
      step.down.disabled = place === this.steps.length - 1;
      return step.node;
    }));
    this.changed();
  }

  make(step) {
    const { name } = step.builtIn;
    const button = (text, label, act) => el("button", { type: "button", class: "quiet", text, "aria-label": `${label} ${name}`, onclick: act });
    step.title = el("h3");
    step.up = button("↑", "Move up", () => this.move(step, -1));
    step.down = button("↓", "Move down", () => this.move(step, 1));
    const isFolded = (entry) => !entry.parameter.required && ["absent", "onInvalid", "ignoreCase", "seed"].includes(entry.parameter.name);
    const folded = step.entries.filter(isFolded);
    return el("li", { class: "step" },
      el("div", { class: "bar" }, step.title, step.up, step.down, button("Remove", "Remove", () => this.drop(step))),
      el("p", { class: "hint", text: step.builtIn.summary }),
      step.entries.filter((entry) => !isFolded(entry)).map((entry) => entry.shown.node),
      folded.length ? el("details", {}, el("summary", { text: "Details" }), folded.map((entry) => entry.shown.node)) : null);
  }

  move(step, by) {
    const place = this.steps.indexOf(step);
    this.steps.splice(place, 1);
    this.steps.splice(place + by, 0, step);
    this.show();
    const button = by < 0 ? step.up : step.down;
    (button.disabled ? (by < 0 ? step.down : step.up) : button).focus();
    this.word.textContent = `${step.builtIn.name} is step ${place + by + 1} now.`;
  }

  drop(step) {
    this.steps.splice(this.steps.indexOf(step), 1);
    this.show();
    this.choice.focus();
    this.word.textContent = `${step.builtIn.name} was removed.`;
  }

  get names() { return this.steps.map((step) => step.builtIn.name); }

  get value() {
    return this.steps.map(({ builtIn, entries }) => {
      const given = entries.map(({ parameter, value }) => [parameter.name, value()])
        .filter(([name, value]) => value !== undefined && value !== builtIn.parameters.find((one) => one.name === name).default);
      return { uses: builtIn.uses, with: Object.fromEntries(given) };
    });
  }

  /** Puts faults at their fields; returns those that have none here. A field not yet touched is not blamed. */
  blame(causes, { everything }) {
    for (const { entries } of this.steps) for (const entry of entries) entry.shown.fault(null);
    return causes.filter((cause) => {
      const match = /^spec\.transforms\[(\d+)\]\.with\.(\w+)/.exec(cause.field);
      const entry = match && this.steps[Number(match[1])]?.entries.find((one) => one.parameter.name === match[2]);
      if (!entry) return true;
      if (everything || entry.isTouched) entry.shown.fault(cause.message);
      return false;
    });
  }
}
