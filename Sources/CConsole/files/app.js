// The frame around the pages: which one is shown, and whether the node answers.

import { link, Refusal } from "./api.js";
import { el, fill, say, toast } from "./kit.js";
import { overview } from "./overview.js";
import { newTopic, topic, topics } from "./topics.js";
import { group, groups } from "./groups.js";
import { kind, object, objects, smartModules } from "./objects.js";
import { newView, view, views } from "./views.js";

const routes = [
  [[], overview, "Overview"],
  [["topics"], topics, "Topics"], [["topics", "+new"], newTopic, "New topic"], [["topics", "*"], topic, "Topic"],
  [["groups"], groups, "Groups"], [["groups", "*"], group, "Group"],
  [["views"], views, "Views"], [["views", "+new"], newView, "New view"], [["views", "*"], view, "View"],
  [["smartmodules"], smartModules, "SmartModules"],
  [["objects"], objects, "Objects"], [["objects", "*"], kind, "Objects"], [["objects", "*", "*"], object, "Object"],
];

const main = document.getElementById("main");
let leave = null;

function segments() {
  try {
    return location.hash.replace(/^#\/?/, "").split("?")[0].split("/").filter(Boolean).map(decodeURIComponent);
  } catch { return ["?"]; }
}

function find(place) {
  return routes.find(([pattern]) => pattern.length === place.length
    && pattern.every((part, index) => part === "*" || part === place[index]));
}

function show(isFirst) {
  leave?.abort();
  leave = new AbortController();
  const { signal } = leave;
  const place = segments();
  const [pattern, page, title] = find(place) ?? [[], nowhere, "Nothing here"];
  const parameters = place.filter((_, index) => pattern[index] === "*");
  document.title = [...parameters.slice(-1), title, "Weir"].join(" · ");
  mark(place[0] ?? "");
  const root = el("div");
  fill(main, root);
  window.scrollTo(0, 0);
  try {
    Promise.resolve(page(root, signal, ...parameters)).catch((error) => fail(root, signal, error));
  } catch (error) { fail(root, signal, error); }
  // A form has put it into its first field.
  if (!isFirst && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
}

function nowhere(root) {
  fill(root, el("div", { class: "card" }, el("h1", { text: "There is no such page" }),
    el("p", {}, "Begin at the ", el("a", { href: "#/", text: "overview" }), ".")));
}

function fail(root, signal, error) {
  if (signal.aborted || error.name === "AbortError") return;
  root.append(el("div", { class: "summary", role: "alert" },
    el("p", { text: error instanceof Refusal ? error.message : `This page failed: ${error.message}` })));
}

function mark(first) {
  for (const anchor of document.querySelectorAll("#nav a")) {
    if (anchor.getAttribute("href") === `#/${first}`) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}

const status = document.getElementById("link");
const banner = document.getElementById("banner");
link.onchange = (isUp, was) => {
  status.className = `link ${isUp ? "up" : "down"}`;
  say(status, isUp ? "Connected" : "Not connected");
  banner.hidden = isUp;
  say(banner, isUp ? "" : "The node does not answer. What you see may be old; the console keeps trying.");
  if (isUp && was === false) toast("The node answers again.");
};

// The hash names the page, so a plain link to #main would lead away from it.
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => show(false));
show(true);
