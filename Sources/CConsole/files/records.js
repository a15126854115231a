// Records, shown safely: text as text, what is none as hexadecimal digits.

import { bytes, el, moment, plural } from "./kit.js";

function content(value) {
  if (value === null) return { text: "null", isNull: true };
  if (value.hex !== undefined) return { text: value.hex.replace(/(..)(?=.)/g, "$1 ") + (value.cut ? " …" : ""), note: `${bytes(value.bytes)}, not text` };
  return { text: value.text + (value.cut ? "…" : ""), note: value.cut ? `the first 4 KiB of ${bytes(value.bytes)}` : "" };
}

/** JSON is laid out; anything else is left as it is. */
function laidOut(value) {
  const shown = content(value);
  if (!value || value.hex !== undefined || value.cut || !/^\s*[[{]/.test(value.text)) return shown;
  try {
    // Numbers beyond what JavaScript holds would change: then the text stays as it is.
    const parsed = JSON.parse(value.text);
    const bare = value.text.replace(/"(?:[^"\\]|\\.)*"/g, "");
    if (/\d{16}|[\d.]{18}|\.\d*0\b|[eE][+-]?\d/.test(bare)) return shown;
    if (value.text.length > 240) return { ...shown, text: JSON.stringify(parsed, null, 2) };
    // Line ends within texts are escaped: those that are there come from the layout.
    return { ...shown, text: JSON.stringify(parsed, null, 1).replace(/\n */g, " ") };
  } catch { return shown; }
}

function payload(value) {
  const shown = laidOut(value);
  return [el("pre", { class: shown.isNull ? "payload muted" : "payload", text: shown.text }), shown.note ? el("p", { class: "hint", text: shown.note }) : null];
}

function inline(value, name) {
  const shown = content(value);
  return el("span", {}, `${name} `, el("code", { text: shown.text.slice(0, 200) }), value?.hex !== undefined ? " (not text)" : "");
}

function meta(record, extra) {
  return el("div", { class: "meta" }, extra,
    el("span", { text: `partition ${record.partition}` }), el("span", { text: `offset ${record.offset}` }),
    el("span", { text: moment(record.timestamp) }), record.key === null ? el("span", { text: "no key" }) : inline(record.key, "key"));
}

function headers(record) {
  if (!record.headerCount) return null;
  const more = record.headerCount - record.headers.length;
  return el("dl", { class: "headers", "aria-label": "Headers" },
    record.headers.flatMap((header) => [el("dt", { text: header.key }), el("dd", {}, el("code", { text: content(header.value).text }))]),
    more > 0 ? [el("dt", { text: "…" }), el("dd", { text: `${plural(more, "more header")}` })] : null);
}

export function record(one) {
  return el("li", { class: "record" }, meta(one), payload(one.value), headers(one));
}

const tones = { kept: "good", changed: "info", dropped: "", failed: "bad" };

/** A record with what a chain makes of it beside. `steps` names the steps. */
export function previewed(one, steps) {
  const { before, outcome } = one;
  const step = one.step === undefined ? "" : ` by step ${one.step + 1}${steps[one.step] ? `, ${steps[one.step]}` : ""}`;
  const label = el("span", { class: `badge ${tones[outcome]}`, text: outcome });
  const after = outcome === "changed" ? payload(one.after.value)
    : outcome === "kept" ? [el("p", { class: "muted small", text: "as it is" })]
    : [el("p", { class: outcome === "failed" ? "error" : "muted small", text: outcome === "failed" ? `failed${step}: ${one.message}` : `dropped${step}` })];
  return el("li", { class: `record ${outcome}` }, meta(before, label),
    el("div", { class: "pair" },
      el("div", {}, el("p", { class: "tag", text: "In the topic" }), payload(before.value)),
      el("div", {}, el("p", { class: "tag", text: "Through the steps" }), after)), headers(before));
}
