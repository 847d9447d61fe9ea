// What a project's memory holds, page by page.
import { call, get, watch } from "./api.js";
import { activity } from "./chart.js";
import { bars, colour, domainTag, empty, figure, h, nodeLink, number, page, when } from "./dom.js";

const NODES_PER_PAGE = 100;
const LOG_LINES_MAX = 500;

export async function project() {
  const [status, logs] = await Promise.all([get("/api/status"), get("/api/logs", { limit: 1000 })]);
  const counts = {};
  for (const entry of logs.entries) {
    counts[entry.event] = (counts[entry.event] ?? 0) + 1;
  }
  if (status.active_count === 0) {
    return page("Project", status.project, empty("Nothing is known yet",
      "Let an agent work here, or run 'mnemo init' to learn what the code says about itself."));
  }
  const health = await call("memory_status", {});
  return page("Project", `What is known about ${status.project}`,
    h("div", { class: "cards" },
      figure(number(status.active_count), "active nodes"),
      figure(number(status.total_count), "with history"),
      figure(number(status.root_count), "roots"),
      figure(`${number(Math.round(status.context_chars / 1000))}k`, `characters, pressure ${status.pressure.toLowerCase()}`,
        status.pressure === "HIGH" ? "warn" : ""),
      figure(number(counts.recall ?? 0), "recalls of late"),
      figure(number(counts.claim ?? 0), "claims of late")),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, "By domain"), bars(status.domains)),
      h("section", { class: "card" }, h("h2", {}, "Activity"), activity(logs.entries))),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, "What to look at"),
        (health.health ?? []).length === 0 ? h("p", { class: "good" }, "All is well.")
          : h("ul", {}, health.health.map((note) => h("li", {}, note)))),
      h("section", { class: "card" }, h("h2", {}, "Newest events"), eventLines(logs.entries.slice(-8).reverse()))));
}

export function eventLines(entries) {
  return entries.length === 0 ? h("p", { class: "lead" }, "Nothing has happened yet.") : h("div", { class: "log" }, entries.map(eventLine));
}

const TONES = { subconscious: "", conscious: "good", system: "warn" };

function eventLine(entry) {
  return h("div", {}, h("time", { datetime: entry.ts }, entry.ts.slice(11, 19)),
    h("span", { class: TONES[entry.layer] ?? "", title: entry.layer }, entry.layer.slice(0, 3)),
    h("strong", {}, entry.event), h("span", {}, entry.summary, " ", (entry.addresses ?? []).slice(0, 3).flatMap((address) => [nodeLink(address), " "])));
}

export async function search({ q = "" }) {
  const field = h("input", { type: "search", value: q, maxlength: 2000, "aria-label": "Words or an address", placeholder: "Words, or the first digits of an address", style: { flex: "1" } });
  const form = h("form", { class: "row tools", onsubmit: (event) => {
    event.preventDefault();
    location.hash = `#/search?q=${encodeURIComponent(field.value.trim())}`;
  } }, field, h("button", { class: "primary" }, "Search"));
  if (!q) {
    return page("Search", "By words, with the reason for each hit", form, empty("What do you want to know?", "Names, decisions, errors, addresses."));
  }
  const found = await call("memory_search", { query: q, max_results: 50 });
  const hits = found.hits ?? [];
  return page("Search", `${hits.length} of ${number(found.searched)} nodes`, form,
    hits.length === 0 ? empty("Nothing was found", "Try other words; stems and parts of names count.")
      : h("div", { class: "card" }, hits.map((hit) => h("article", { class: "hit" },
        h("div", { class: "row" }, nodeLink(hit.addr), domainTag(hit.domain), h("span", { class: "why" }, `score ${hit.score.toFixed(3)} · ${hit.why} · ${hit.state}`)),
        h("p", {}, hit.text)))));
}

const COLUMNS = [["addr", "Address"], ["domain", "Domain"], ["type", "Type"], ["created", "Age"], ["confidence", "Confidence"],
  ["recall_count", "Recalls"], ["recall_hits", "Of use"], ["content_preview", "What it says"]];

export async function nodes({ domain = "", sort = "created", offset = "0" }) {
  const [list, status] = await Promise.all([
    get("/api/nodes", { domain, sort, offset, limit: NODES_PER_PAGE }), get("/api/status")]);
  const go = (changed) => { location.hash = `#/nodes?${new URLSearchParams({ domain, sort, offset: "0", ...changed })}`; };
  const first = Number(offset);
  return page("Nodes", `${number(list.count)} active${domain ? ` in ${domain}` : ""}`,
    h("div", { class: "row tools" },
      h("label", {}, "Domain ", h("select", { onchange: (event) => go({ domain: event.target.value }) },
        h("option", { value: "" }, "all"),
        Object.keys(status.domains).map((name) => h("option", { value: name, selected: name === domain }, name)))),
      h("label", {}, "Order ", h("select", { onchange: (event) => go({ sort: event.target.value }) },
        ["created", "confidence", "recall_count", "recall_hits", "recall_hit_rate", "reinforcement_count", "coverage_score", "domain", "type", "addr"]
          .map((name) => h("option", { value: name, selected: name === sort }, name.replaceAll("_", " ")))))),
    list.nodes.length === 0 ? empty("No nodes here", "Choose another domain.")
      : h("div", { class: "card wide" }, h("table", {},
        h("thead", {}, h("tr", {}, COLUMNS.map(([, title]) => h("th", { scope: "col" }, title)))),
        h("tbody", {}, list.nodes.map((one) => h("tr", {},
          h("td", {}, nodeLink(one.addr)), h("td", {}, domainTag(one.domain)), h("td", {}, one.type), h("td", {}, one.age_human),
          h("td", { class: "number" }, one.confidence ?? "–"), h("td", { class: "number" }, number(one.recall_count)),
          h("td", { class: "number" }, number(one.recall_hits)), h("td", {}, one.content_preview)))))),
    h("div", { class: "row tools" },
      h("button", { type: "button", disabled: first === 0, onclick: () => go({ offset: Math.max(0, first - NODES_PER_PAGE) }) }, "← Newer"),
      h("span", { class: "label" }, `${number(Math.min(list.count, first + 1))} to ${number(Math.min(list.count, first + NODES_PER_PAGE))}`),
      h("button", { type: "button", disabled: first + NODES_PER_PAGE >= list.count, onclick: () => go({ offset: first + NODES_PER_PAGE }) }, "Older →")));
}

export async function node({ address }) {
  const [one, provenance] = await Promise.all([get(`/api/nodes/${address}`), get(`/api/provenance/${address}`)]);
  const anchors = one.meta?.anchors ?? [];
  const links = one.meta?.links ?? [];
  return page(`Node ${one.addr.slice(0, 8)}`, "",
    one.active ? null : h("div", { class: "card problem stack" }, "This node is history. ",
      one.successor ? ["It was replaced by ", nodeLink(one.successor), "."] : "Nothing stands for it today."),
    h("section", { class: "card stack" }, h("div", { class: "row" }, domainTag(one.domain), h("span", { class: "tag" }, one.type), h("code", {}, one.addr)),
      h("p", { class: "content" }, one.content)),
    h("div", { class: "columns", style: { "margin-top": "1rem" } },
      h("section", { class: "card" }, h("h2", {}, "Facts"), h("dl", {},
        ...fact("Created", when(one.created)), ...fact("Confidence", one.confidence ?? "not said"), ...fact("Recalled", number(one.recall_count)),
        ...fact("Of use", `${number(one.recall_hits)}${one.recall_hit_rate === null ? "" : ` (${Math.round(100 * one.recall_hit_rate)} %)`}`),
        ...fact("Confirmed", number(one.reinforcement_count)), ...fact("Source", one.meta?.source ?? "not said"),
        ...(one.coverage_score === null ? [] : fact("Keeps of its inputs", `${Math.round(100 * one.coverage_score)} %`)))),
      h("section", { class: "card" }, h("h2", {}, "Where it comes from"),
        h("ol", { class: "chain" }, provenance.chain.map((origin) => h("li", { class: origin.active ? "" : "old" }, nodeLink(origin.addr), " ",
          h("span", { class: "why" }, `${origin.type} · ${when(origin.created)} · `), origin.content_preview))))),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, "Anchors in the code"), anchors.length === 0 ? h("p", { class: "lead" }, "It is tied to no file.")
        : h("ul", {}, anchors.map((anchor) => h("li", {}, h("code", {}, `${anchor.file ?? anchor.path ?? anchor.target ?? anchor.type}${anchor.line ? `:${anchor.line}` : ""}`),
          one.meta?.drifted ? h("span", { class: "bad" }, " drifted") : "")))),
      h("section", { class: "card" }, h("h2", {}, "Links"), links.length + one.links_in.length === 0 ? h("p", { class: "lead" }, "It is linked to nothing.")
        : h("ul", {}, links.map((link) => h("li", {}, `${link.rel} → `, nodeLink(link.target ?? link.target_addr ?? ""))),
          one.links_in.map((link) => h("li", {}, nodeLink(link.addr), ` ${link.rel} → this: ${link.content_preview}`))))));
}

function fact(name, value) {
  return [h("dt", {}, name), h("dd", {}, String(value))];
}

export async function chains() {
  const list = await get("/api/chains");
  return page("Chains", "Threads of thought, newest first", list.count === 0
    ? empty("No chains yet", "An agent begins one when several claims belong to one line of thought.")
    : list.chains.map((chain) => h("section", { class: "card stack" },
      h("div", { class: "row" }, h("h2", {}, chain.summary || chain.id), domainTag(chain.domain), h("span", { class: "tag" }, chain.plan ? "plan" : chain.status), chain.agent ? h("span", { class: "why" }, `led by ${chain.agent}`) : null),
      h("ol", { class: "chain" }, chain.members.map((member) => h("li", { class: member.active ? "" : "old" }, nodeLink(member.addr), " ", member.content))))));
}

export async function roots() {
  const list = await get("/api/roots");
  return page("Roots", "Pictures of what was known, over time", list.count === 0
    ? empty("No roots yet", "'mnemo reroot' makes one; 'mnemo diff' then shows what changed since.")
    : h("div", { class: "card wide" }, h("table", {}, h("thead", {}, h("tr", {}, ["Root", "When", "Active nodes", "What it says", "Compare"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, list.roots.toReversed().map((root, i, all) => h("tr", {}, h("td", {}, nodeLink(root.addr)), h("td", {}, root.created_human), h("td", { class: "number" }, number(root.active_count)),
        h("td", {}, root.content_preview), h("td", {}, h("a", { href: `#/diff?from=${root.addr}` }, "with now"),
          i + 1 < all.length ? [" · ", h("a", { href: `#/diff?from=${all[i + 1].addr}&to=${root.addr}` }, "with the one before")] : "")))))));
}

export async function diff({ from, to = "" }) {
  const changed = await get("/api/roots/diff", { from, to });
  const side = (title, items) => h("section", { class: "card" }, h("h2", {}, `${title} (${number(items.length)})`),
    items.length === 0 ? h("p", { class: "lead" }, "Nothing.") : items.slice(0, 500).map((item) => h("div", { class: "hit" }, nodeLink(item.addr), " ", domainTag(item.domain), h("p", {}, item.content_preview))));
  return page("Difference", `Root ${from.slice(0, 8)} and ${to ? `root ${to.slice(0, 8)}` : "now"}`,
    h("div", { class: "columns" }, side("Added", changed.added), side("Gone", changed.removed)));
}

export async function log(_, onLeave) {
  const logs = await get("/api/logs", { limit: 200 });
  const lines = h("div", { class: "log card", role: "log", tabindex: "0", "aria-label": "Events" }, logs.entries.toReversed().map(eventLine));
  const state = h("span", { class: "label" }, "live");
  let paused = false;
  let filter = "";
  const fits = (entry) => !filter || JSON.stringify(entry).toLowerCase().includes(filter);
  onLeave(watch("/ws/logs", (entry) => {
    if (!paused && entry.event && fits(entry)) {
      lines.prepend(eventLine(entry));
      while (lines.children.length > LOG_LINES_MAX) {
        lines.lastChild.remove();
      }
    }
  }));
  return page("Live log", "What happens, as it happens, newest first",
    h("div", { class: "row tools" },
      h("button", { type: "button", onclick: (event) => { paused = !paused; event.target.textContent = paused ? "Go on" : "Pause"; state.textContent = paused ? "paused" : "live"; } }, "Pause"),
      h("button", { type: "button", onclick: () => lines.replaceChildren() }, "Clear"),
      h("input", { type: "search", placeholder: "Only lines with…", "aria-label": "Only lines with", oninput: (event) => {
        filter = event.target.value.toLowerCase();
        for (const line of lines.children) {
          line.hidden = filter !== "" && !line.textContent.toLowerCase().includes(filter);
        }
      } }), state), lines);
}

export async function coverage() {
  const report = await call("memory_coverage", {});
  const share = report.sections === 0 ? 0 : Math.round((100 * report.sections_known) / report.sections);
  return page("Coverage", "Which parts of the code the memory knows",
    h("div", { class: "cards" }, figure(`${share} %`, "of the declarations are known"), figure(number(report.sections), "declarations"),
      figure(number(report.covered.length), "files with known parts"), figure(number(report.unmapped.length), "files nothing is known of"),
      figure(number(report.stale), "passages that changed since", report.stale > 0 ? "warn" : "")),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, "Known in part"), report.covered.length === 0 ? h("p", { class: "lead" }, "No file yet.")
        : h("div", { class: "bars" }, report.covered.slice(0, 200).map((file) => [h("code", {}, file.file),
          h("div", { class: "track" }, h("div", { class: "bar", style: { width: `${(100 * file.sections_known) / Math.max(1, file.sections)}%`, background: colour("patterns") } })),
          h("span", { class: "label" }, `${file.sections_known}/${file.sections}`)]))),
      h("section", { class: "card" }, h("h2", {}, "Nothing known"), report.unmapped.length === 0 ? h("p", { class: "good" }, "Every file is known.")
        : h("ul", {}, report.unmapped.slice(0, 200).map((file) => h("li", {}, h("code", {}, file)))))));
}
