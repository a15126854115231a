// Building pages. Whatever comes from outside reaches the page as text, never as markup.

/** Makes an element. `on…` are listeners, `class`, `text` and the names of attributes the rest; children are nodes or text. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function set(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "text") node.textContent = value;
    else if (key === "value") node.value = value;
    else if (key === "checked") node.checked = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** Sets text only where it differs, so that selections and screen readers are left in peace. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

let lastID = 0;
export const newID = (prefix) => `${prefix}-${++lastID}`;

// Numbers, as people read them.

const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
export const count = (value) => whole.format(value);
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

export function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let place = 0;
  while (value >= 1024 && place < units.length - 1) { value /= 1024; place += 1; }
  return `${short.format(value)} ${units[place]}`;
}

export function rate(value) {
  if (value === null || value === undefined) return "–";
  return value > 0 && value < 10 ? short.format(value) : count(Math.round(value));
}

export const byteRate = (value) => (value === null || value === undefined ? "–" : `${bytes(value)}/s`);

export function age(time) {
  const seconds = Math.max(0, (Date.now() - Date.parse(time)) / 1000);
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 90) return `${Math.floor(seconds)} s`;
  if (seconds < 5400) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 129600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

export function moment(millis) {
  const date = new Date(millis);
  if (millis < 0 || Number.isNaN(date.getTime())) return "no time";
  const two = (value, digits = 2) => String(value).padStart(digits, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

// Objects.

export const conditionsOf = (object) => object.status?.conditions ?? [];
export const kafkaName = (topic) => topic.spec?.topicName ?? topic.metadata.name;

/** What a list says of an object's Ready condition. */
export function readiness(object) {
  const ready = conditionsOf(object).find((one) => one.type === "Ready");
  if (!ready) return { text: "Waiting", tone: "warn", message: "Nothing has looked at it yet." };
  if (ready.status === "True") return { text: "Ready", tone: "good", message: ready.message ?? "" };
  return { text: ready.reason || "Not ready", tone: ready.reason === "NotServed" ? "warn" : "bad", message: ready.message ?? "" };
}

export const badge = (text, tone = "") => el("span", { class: `badge ${tone}`, text });
export const path = (...segments) => "#/" + segments.map(encodeURIComponent).join("/");

// Parts of pages.

export function heading(title, { sub, crumbs, actions = [] } = {}) {
  const subtitle = el("p", { class: "sub", text: sub ?? "" });
  subtitle.hidden = !sub;
  const node = el("div", { class: "head" },
    el("div", { class: "grow" },
      crumbs ? el("p", { class: "crumbs" }, el("a", { href: crumbs[1], text: crumbs[0] }), el("span", { class: "muted", text: " /" })) : null,
      el("h1", { text: title }), subtitle),
    el("div", { class: "actions" }, actions));
  return { node, sub(text) { subtitle.hidden = !text; say(subtitle, text); } };
}

export function toast(text) {
  const node = el("p", { class: "toast", text });
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 7000);
}

/** Asks before something that cannot simply be taken back. */
export function confirm({ title, text, verb }) {
  const dialog = document.getElementById("dialog");
  return new Promise((resolve) => {
    const close = (answer) => { dialog.close(); resolve(answer); };
    const cancel = el("button", { type: "button", text: "Cancel", onclick: () => close(false) });
    fill(dialog,
      el("h2", { id: "dialog-title", text: title }), el("p", { text }),
      el("div", { class: "actions" }, cancel,
        el("button", { type: "button", class: "danger solid", id: "dialog-confirm", text: verb, onclick: () => close(true) })));
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
    cancel.focus();
  });
}

export function empty(title, text, action) {
  return el("div", { class: "empty" }, el("h2", { text: title }), el("p", { text }), action);
}

/**
 * A table that is brought up to date row by row, in place, so that focus and selection stay.
 * Columns: {label, value(row) for sorting, cell(row) -> text or {text, href, tone, title}, num, extra, kind}.
 */
export class Table {
  constructor({ caption, columns, key, sort, descending = false, empty: nothing }) {
    Object.assign(this, { columns, key, nothing, descending, rows: [], made: new Map() });
    this.sort = columns.find((column) => column.label === sort) ?? null;
    this.heads = columns.map((column) => this.head(column));
    this.body = el("tbody");
    this.scroll = el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
      el("table", {}, el("caption", { class: "sr", text: caption }), el("thead", {}, el("tr", {}, this.heads)), this.body));
    this.blank = el("div");
    this.node = el("div", {}, this.scroll, this.blank);
    this.update([]);
  }

  head(column) {
    const classes = [column.num && "num", column.extra && "extra"].filter(Boolean).join(" ");
    if (!column.value) return el("th", { scope: "col", class: classes || null, text: column.label });
    return el("th", { scope: "col", class: classes || null },
      el("button", { type: "button", text: column.label, onclick: () => this.sortBy(column) }));
  }

  sortBy(column) {
    this.descending = this.sort === column ? !this.descending : Boolean(column.num);
    this.sort = column;
    this.update(this.rows);
  }

  ordered() {
    if (!this.sort) return this.rows;
    const { value } = this.sort;
    const turn = this.descending ? -1 : 1;
    const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : a - b);
    return [...this.rows].sort((a, b) => turn * compare(value(a), value(b)) || String(this.key(a)).localeCompare(String(this.key(b))));
  }

  update(rows) {
    this.rows = rows;
    this.columns.forEach((column, place) => {
      if (!column.value) return;
      this.heads[place].setAttribute("aria-sort", column !== this.sort ? "none" : this.descending ? "descending" : "ascending");
    });
    const keep = new Set();
    let before = null;
    for (const row of this.ordered()) {
      const key = this.key(row);
      keep.add(key);
      const made = this.made.get(key) ?? this.make(key);
      this.show(made, row);
      const wanted = before ? before.nextSibling : this.body.firstChild;
      if (made.node !== wanted) this.body.insertBefore(made.node, wanted);
      before = made.node;
    }
    for (const [key, made] of this.made) if (!keep.has(key)) { made.node.remove(); this.made.delete(key); }
    const isEmpty = rows.length === 0 && this.nothing;
    this.scroll.hidden = Boolean(isEmpty);
    if (isEmpty && !this.blank.firstChild) fill(this.blank, this.nothing());
    if (!isEmpty) fill(this.blank);
  }

  make(key) {
    const cells = this.columns.map((column) =>
      el("td", { class: [column.num && "num", column.extra && "extra", column.kind].filter(Boolean).join(" ") || null }));
    const made = { node: el("tr", {}, cells), cells, shown: [] };
    this.made.set(key, made);
    return made;
  }

  show(made, row) {
    this.columns.forEach((column, place) => {
      const cell = column.cell(row);
      const mark = JSON.stringify(cell);
      if (made.shown[place] === mark) return;
      made.shown[place] = mark;
      if (typeof cell === "string") return say(made.cells[place], cell);
      if (cell.button) return fill(made.cells[place], el("button", { type: "button", class: "quiet", "aria-label": cell.label, text: cell.button, onclick: () => column.act(row) }));
      fill(made.cells[place],
        cell.href ? el("a", { href: cell.href, text: cell.text }) : cell.tone !== undefined ? badge(cell.text, cell.tone) : cell.text,
        cell.aside ? el("span", { class: "muted small", text: ` ${cell.aside}` }) : null);
    });
  }
}

/** A labelled control with room for a hint and an error. `control` is an input, select or textarea. */
export function field(label, control, { hint, isOptional = false } = {}) {
  const id = control.id || newID("field");
  control.id = id;
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const tip = hint ? el("p", { class: "hint", id: `${id}-hint`, text: hint }) : null;
  control.setAttribute("aria-describedby", [tip && `${id}-hint`, `${id}-error`].filter(Boolean).join(" "));
  const isCheck = control.type === "checkbox";
  const name = el("label", { for: id }, isCheck ? control : null, label, isOptional ? el("span", { class: "opt", text: " (optional)" }) : null);
  const node = el("div", { class: isCheck ? "field check" : "field" }, name, isCheck ? null : control, tip, error);
  return {
    node, control,
    fault(text) {
      error.hidden = !text;
      say(error, text ?? "");
      if (text) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    },
  };
}

export const input = (attributes = {}) => el("input", { type: "text", autocomplete: "off", spellcheck: "false", autocapitalize: "off", ...attributes });
export const select = (options, attributes = {}) => {
  const node = el("select", attributes, options.map(([value, text]) => el("option", { value, text })));
  if (attributes.value !== undefined) node.value = attributes.value;
  return node;
};
