// The three memories at a glance.
import { call, get } from "./api.js";
import { activity, shares } from "./chart.js";
import { ago, bars, empty, h, nodeLink, number, page, percent } from "./dom.js";
import { ratios } from "./cache.js";

/** A read whose failure is told in its place and spoils nothing else. */
async function part(read) {
  try {
    return { is: await read() };
  } catch (failure) {
    if (failure.status === 401) {
      throw failure;
    }
    return { failure: failure.message };
  }
}

export async function overview() {
  const [project, logs, advice, told, users, stats, history, health] = await Promise.all([
    part(() => get("/api/status")), part(() => get("/api/logs", { limit: 1000 })), part(() => call("memory_status", {})),
    part(() => get("/api/nodes", { sort: "recall_count", limit: 5 })),
    part(() => get("/api/users", { limit: 6 })), part(() => get("/api/cache/stats")), part(() => get("/api/cache/history", { hours: 24 })),
    part(() => get("/api/health"))]);
  const troubles = Object.entries(health.is?.troubles ?? {}).filter(([, sentence]) => sentence);
  return page("Overview", "What your agents know, where it came from and what it saved",
    troubles.map(([name, sentence]) => h("div", { class: "card problem stack", role: "alert" }, h("h2", {}, `The memory of ${name} cannot work`), sentence)),
    h("div", { class: "columns three" }, projectCard(project), peopleCard(users), cacheCard(stats)),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, "What agents did"), activity(logs.is?.entries ?? [])),
      h("section", { class: "card" }, h("h2", {}, "Answers from the cache, last day"), shares(ratios(history.is?.points ?? []), "Share of questions answered from the cache over the last day"))),
    h("div", { class: "columns three" },
      h("section", { class: "card" }, h("h2", {}, "Told most often"), mostTold(told)),
      h("section", { class: "card" }, h("h2", {}, "What to look at"), notes(advice)),
      h("section", { class: "card" }, h("h2", {}, "Latest people"), latest(users))));
}

function memory(title, address, figures, rest) {
  return h("section", { class: "card memory" }, h("h2", {}, h("a", { href: address }, title)),
    h("dl", { class: "figures" }, figures.map(([value, name]) => h("div", {}, h("dd", {}, value), h("dt", {}, name)))), rest);
}

function projectCard(project) {
  if (!project.is) {
    return memory("Project memory", "#/project", [], h("p", { class: "lead" }, "No project yet: run 'mnemo init' in one."));
  }
  const { is } = project;
  return memory("Project memory", "#/project",
    [[number(is.active_count), "active nodes"], [number(Object.keys(is.domains).length), "domains"], [number(is.root_count), "roots"]],
    bars(Object.fromEntries(Object.entries(is.domains).sort((a, b) => b[1] - a[1]).slice(0, 4))));
}

function peopleCard(users) {
  const all = users.is;
  const total = all?.total ?? 0;
  return memory("User memory", "#/people", [[number(total), total === 1 ? "person" : "people"], [number((all?.users ?? []).reduce((sum, one) => sum + one.entries, 0)), total > 6 ? "entries of the latest six" : "entries"]],
    h("p", { class: "lead" }, !all ? users.failure : all.total === 0 ? "Nobody yet: send what people say to /api/users/NAME/messages."
      : `Last change ${ago(all.users[0].changed_at)}.`));
}

function cacheCard(stats) {
  const is = stats.is;
  if (!is) {
    return memory("Response cache", "#/cache", [], h("p", { class: "lead" }, stats.failure));
  }
  const hits = is.hits_exact + is.hits_semantic;
  const asked = hits + is.misses;
  return memory("Response cache", "#/cache",
    [[asked === 0 ? "–" : percent(hits / asked), "answered"], [number(is.entries), "answers"], [number(is.saved_tokens), "tokens saved"]],
    h("p", { class: "lead" }, asked === 0 ? "Nothing was asked yet: PUT answers to /api/cache/NAME." : `${number(hits)} of ${number(asked)} questions needed no model.`));
}

/** What recall told, and how often it was of use: corrected, confirmed or tied to something soon after. */
function mostTold(told) {
  const nodes = (told.is?.nodes ?? []).filter((node) => node.recall_count > 0);
  return nodes.length === 0 ? h("p", { class: "lead" }, "Nothing was told yet.")
    : h("ul", { class: "plain" }, nodes.map((node) => h("li", {}, nodeLink(node.addr), " ", h("span", { class: "told" }, node.content_preview),
      h("div", { class: "why" }, `told ${number(node.recall_count)} ×, used ${number(node.recall_hits)} ×`))));
}

function notes(advice) {
  const list = advice.is?.health ?? [];
  return list.length === 0 ? h("p", { class: "good" }, advice.is ? "All is well." : "Nothing to look at yet.") : h("ul", { class: "notes" }, list.map((note) => h("li", {}, note)));
}

function latest(users) {
  const all = users.is?.users ?? [];
  return all.length === 0 ? empty("Nobody yet", "People appear here with the first message that is kept of them.")
    : h("ul", { class: "plain" }, all.map((one) => h("li", { class: "row" }, h("a", { class: "name", href: `#/person/${encodeURIComponent(one.user_id)}` }, one.user_id),
      h("span", { class: "why push" }, `${number(one.entries)} ${one.entries === 1 ? "entry" : "entries"} · ${ago(one.changed_at)}`))));
}
