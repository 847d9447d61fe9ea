// The shell: navigation, the choice of project, and which page is shown.
import { get, state } from "./api.js";
import { empty, h, page } from "./dom.js";
import { chains, coverage, diff, log, node, nodes, project as projectPage, roots, search } from "./project.js";
import { graph } from "./graph.js";
import { overview } from "./overview.js";
import { people } from "./people.js";
import { person } from "./person.js";
import { cache, entries, lookups, threshold } from "./cache.js";
import { reference } from "./reference.js";

const PAGES = [
  ["Mnemo", [["/", "Overview", overview]]],
  ["Project", [["/project", "Project", projectPage], ["/search", "Search", search], ["/nodes", "Nodes", nodes], ["/graph", "Graph", graph],
    ["/chains", "Chains", chains], ["/roots", "Roots", roots], ["/log", "Live log", log], ["/coverage", "Coverage", coverage]]],
  ["Users", [["/people", "People", people]]],
  ["Cache", [["/cache", "Answers", cache], ["/lookups", "Look-ups", lookups], ["/entries", "Entries", entries], ["/threshold", "Threshold", threshold]]],
  ["Server", [["/api", "REST reference", reference]]],
];
const HIDDEN = [["/node/:address", node, "/nodes"], ["/diff", diff, "/roots"], ["/person/:user", person, "/people"]];

const main = document.getElementById("main");
const side = document.getElementById("side");
const project = document.getElementById("project");
let leave = null;

function route() {
  const [path, query] = (location.hash.slice(1) || "/").split("?");
  const parameters = Object.fromEntries(new URLSearchParams(query));
  for (const [, pages] of PAGES) {
    const found = pages.find(([address]) => address === path);
    if (found) {
      return [found[2], parameters, path];
    }
  }
  for (const [pattern, view, under] of HIDDEN) {
    const wanted = pattern.split("/");
    const given = path.split("/");
    if (wanted.length === given.length && wanted.every((part, i) => part.startsWith(":") || part === given[i])) {
      wanted.forEach((part, i) => { if (part.startsWith(":")) { parameters[part.slice(1)] = decodeURIComponent(given[i]); } });
      return [view, parameters, under];
    }
  }
  return [async () => page("There is no such page", "Choose one on the left."), parameters, ""];
}

async function show() {
  const [view, parameters, current] = route();
  leave?.();
  leave = null;
  for (const link of side.querySelectorAll("a")) {
    if (link.getAttribute("href") === `#${current}`) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  const asked = location.hash;
  try {
    const content = await view(parameters, (end) => { leave = end; });
    if (asked === location.hash) {
      main.replaceChildren(...content.flat(Infinity).filter((part) => part !== null && part !== false));
    }
  } catch (failure) {
    main.replaceChildren(failure.message.startsWith("No project is known")
      ? empty("No project yet", "Run 'mnemo init' in the folder of a project, then reload this page.")
      : h("div", { class: "card problem" }, h("h2", {}, "This did not work"), h("p", {}, failure.message)));
  }
  if (document.activeElement === document.body) {
    main.focus({ preventScroll: true });
  }
}

function navigation() {
  side.replaceChildren(...PAGES.flatMap(([title, pages]) => [
    h("h2", {}, title), ...pages.map(([address, name]) => h("a", { href: `#${address}` }, name)),
  ]));
}

async function projects() {
  // A key of a tenant reaches no project, and the rest all the same.
  const { projects: all } = await get("/api/projects").catch((failure) => {
    if (failure.code === "other_tenant") {
      return { projects: [] };
    }
    throw failure;
  });
  const kept = localStorage.getItem("mnemo-project");
  state.project = all.some((one) => one.name === kept) ? kept : (all[0]?.name ?? "");
  project.replaceChildren(...all.map((one) => h("option", { value: one.name, title: one.root, selected: one.name === state.project }, one.name)));
  project.hidden = all.length === 0;
}

project.addEventListener("change", () => {
  state.project = project.value;
  localStorage.setItem("mnemo-project", state.project);
  show();
});

document.getElementById("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = document.getElementById("find-text").value.trim();
  if (text) {
    location.hash = `#/search?q=${encodeURIComponent(text)}`;
  }
});

document.getElementById("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("mnemo-theme", document.documentElement.dataset.theme);
  show();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) {
    event.preventDefault();
    document.getElementById("find-text").focus();
  }
});

/** Asks for a key until one is let in; a server on this machine alone asks for none. */
function signIn() {
  const field = h("input", { type: "password", id: "key", autocomplete: "off", required: true });
  const said = h("p", { class: "bad", role: "alert" });
  main.replaceChildren(h("form", {
    class: "card",
    onsubmit: async (event) => {
      event.preventDefault();
      const answer = await fetch("/api/session", { method: "POST", headers: { authorization: `Bearer ${field.value.trim()}` } });
      if (answer.ok) {
        start();
      } else {
        said.textContent = "This key is not known here.";
      }
    },
  }, h("h2", {}, "This server asks for a key"), h("p", { class: "lead" }, "'mnemo key create --role reader' makes one."),
  h("div", { class: "row" }, h("label", { for: "key" }, "Key"), field, h("button", { class: "primary" }, "Come in")), said));
  field.focus();
}

async function start() {
  navigation();
  try {
    await projects();
  } catch (failure) {
    if (failure.status === 401) {
      signIn();
      return;
    }
    throw failure;
  }
  addEventListener("hashchange", show);
  await show();
}

start();
