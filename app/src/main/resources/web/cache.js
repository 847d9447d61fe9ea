// The response cache: how often it answers, why it did not, and what it holds.
import { get, send } from "./api.js";
import { shares, spread } from "./chart.js";
import { ago, bars, empty, figure, h, moment, number, page, percent } from "./dom.js";

const PER_PAGE = 100;

/** Shares of hits between notes that follow one another, and the bound of wrong ones. */
export function ratios(points) {
  const hits = [];
  const meaning = [];
  const bound = [];
  for (let i = 1; i < points.length; i++) {
    const [one, two] = [points[i - 1], points[i]];
    const exact = two.hits_exact - one.hits_exact;
    const semantic = two.hits_semantic - one.hits_semantic;
    const asked = exact + semantic + two.misses - one.misses;
    const at = Date.parse(two.at);
    if (asked > 0) {
      hits.push([at, (exact + semantic) / asked]);
      meaning.push([at, semantic / asked]);
    }
    if (two.error_bound !== undefined && two.error_bound < 1) {
      bound.push([at, two.error_bound]);
    }
  }
  return [{ name: "answered", tone: "one", points: hits }, { name: "of them by meaning", tone: "two", points: meaning },
    ...(bound.length > 0 ? [{ name: "bound of wrong ones", tone: "three", points: bound }] : [])];
}

export async function cache({ hours = "24" }) {
  const [stats, history, names, seen] = await Promise.all([
    get("/api/cache/stats"), get("/api/cache/history", { hours }), get("/api/cache/namespaces"), get("/api/cache/lookups", { limit: 1000 })]);
  const hits = stats.hits_exact + stats.hits_semantic;
  const asked = hits + stats.misses;
  if (asked === 0 && stats.entries === 0) {
    return page("Answers", "Answers that models already gave", h("div", { class: "card empty" }, h("strong", {}, "The cache is empty"), "Put an answer, and ask for it:",
      h("pre", {}, `curl -X PUT ${location.origin}/api/cache/shop -H 'content-type: application/json' \\\n  -d '{"query":"How long may I return shoes?","response":"30 days."}'\ncurl ${location.origin}/api/cache/shop/get -H 'content-type: application/json' \\\n  -d '{"query":"how long may I return shoes"}'`)));
  }
  const reasons = {};
  for (const one of seen.lookups) {
    if (one.reason) {
      const name = one.reason.replaceAll("_", " ");
      reasons[name] = (reasons[name] ?? 0) + 1;
    }
  }
  return page("Answers", `${number(stats.entries)} stored, from ${stats.embedder_fingerprint.split("/")[0]}`,
    h("div", { class: "cards" }, figure(asked === 0 ? "–" : percent(hits / asked), "of questions answered"), figure(number(stats.hits_exact), "by the same text"), figure(number(stats.hits_semantic), "by meaning"),
      figure(number(stats.misses), "went to the model"), figure(number(stats.saved_tokens), "tokens saved"),
      figure(stats.error_bound === undefined ? "off" : percent(stats.error_bound), "bound of wrong answers")),
    stats.error_bound_says ? h("p", { class: "why" }, stats.error_bound_says) : null,
    h("section", { class: "card stack" }, h("div", { class: "row" }, h("h2", {}, "Over time"),
      h("label", { class: "push" }, "Last ", h("select", { onchange: (event) => { location.hash = `#/cache?hours=${event.target.value}`; } },
        [["1", "hour"], ["24", "day"], ["168", "week"], ["720", "month"]].map(([value, name]) => h("option", { value, selected: value === hours }, name))))),
      shares(ratios(history.points), "Share of questions answered from the cache over time")),
    h("div", { class: "columns", style: { "margin-top": "1rem" } },
      h("section", { class: "card" }, h("h2", {}, "Why the model was asked, of late"), Object.keys(reasons).length === 0 ? h("p", { class: "lead" }, "No miss since the server started.")
        : bars(reasons, () => "#/lookups")),
      h("section", { class: "card" }, h("h2", {}, "Namespaces"), names.namespaces.length === 0 ? h("p", { class: "lead" }, "None has entries.")
        : h("ul", { class: "plain" }, names.namespaces.map((name) => h("li", {}, h("a", { class: "name", href: `#/entries?namespace=${encodeURIComponent(name)}` }, name)))))));
}

export async function lookups({ outcome = "", namespace = "" }) {
  const list = await get("/api/cache/lookups", { namespace, limit: 500 });
  const shown = list.lookups.filter((one) => !outcome || one.outcome === outcome);
  const go = (changed) => { location.hash = `#/lookups?${new URLSearchParams({ outcome, namespace, ...changed })}`; };
  return page("Look-ups", "The latest questions, each with why", h("div", { class: "row tools" },
    h("label", {}, "Outcome ", h("select", { onchange: (event) => go({ outcome: event.target.value }) },
      [["", "all"], ["miss", "went to the model"], ["semantic", "by meaning"], ["exact", "by the same text"]].map(([value, name]) => h("option", { value, selected: value === outcome }, name))))),
  shown.length === 0 ? empty("No such look-up since the server started", "The latest thousand are kept in memory.")
    : h("div", { class: "card" }, shown.slice(0, 300).map(lookup)));
}

const TONES = { exact: "good", semantic: "good", miss: "dim" };
const NAMES = { exact: "same text", semantic: "by meaning", miss: "miss" };

function lookup(one) {
  const said = h("span", { class: "why", role: "status" });
  const judge = (verdict, words) => h("button", { type: "button", class: "small", onclick: async (event) => {
    try {
      await send("POST", `/api/cache/${encodeURIComponent(one.namespace)}/${verdict}`, { query: one.query, key: one.key, entry_id: one.entry_id, similarity: one.similarity ?? 0 });
      event.target.parentElement.querySelectorAll("button").forEach((button) => button.remove());
      said.textContent = words;
    } catch (failure) {
      said.textContent = failure.message;
    }
  } }, verdict === "reject" ? "Wrong" : "Right");
  return h("article", { class: "hit" },
    h("div", { class: "row" }, h("span", { class: `tag ${TONES[one.outcome]}` }, NAMES[one.outcome]), h("span", { class: "why" }, `${one.namespace} · ${ago(one.at)}`),
      one.similarity === undefined ? null : h("span", { class: "why" }, `similarity ${one.similarity.toFixed(3)}${one.needed === undefined ? "" : `, needed ${one.needed.toFixed(3)}`}`),
      one.outcome === "miss" ? null : h("span", { class: "row push" }, said, judge("confirm", "Noted: right."), judge("reject", "Noted: it is not given to this question again."))),
    h("p", {}, one.query),
    one.matched && one.matched !== one.query ? h("p", { class: "why" }, one.outcome === "miss" ? "nearest: " : "answer of: ", one.matched) : null,
    one.reason ? h("p", { class: "why" }, h("strong", {}, one.reason.replaceAll("_", " ")), one.detail ? ` · ${one.detail}` : "") : null);
}

export async function entries({ namespace = "", after = "0" }) {
  const [list, names] = await Promise.all([get("/api/cache/entries", { namespace, after, limit: PER_PAGE }), get("/api/cache/namespaces")]);
  const go = (changed) => { location.hash = `#/entries?${new URLSearchParams({ namespace, after: "0", ...changed })}`; };
  return page("Entries", namespace ? `of ${namespace}` : "of all namespaces",
    h("div", { class: "row tools" }, h("label", {}, "Namespace ", h("select", { onchange: (event) => go({ namespace: event.target.value }) },
      h("option", { value: "" }, "all"), names.namespaces.map((name) => h("option", { value: name, selected: name === namespace }, name))))),
    list.entries.length === 0 ? empty("No entries here", list.next ? "The next page may have some." : "Answers appear here as they are stored.")
      : h("div", { class: "card" }, list.entries.map(entry)),
    h("div", { class: "row tools" }, h("button", { type: "button", disabled: after === "0", onclick: () => go({}) }, "← First"),
      h("button", { type: "button", disabled: list.next === undefined, onclick: () => go({ after: String(list.next) }) }, "Next →")));
}

function entry(one) {
  const row = h("details", { class: "memory-row" },
    h("summary", {}, h("span", { class: "tag" }, one.namespace), h("span", { class: "words" }, one.query),
      h("span", { class: "why" }, `given ${one.access_count === 1 ? "once" : `${number(one.access_count)} times`} · stored ${ago(one.created_at)}${one.expired ? " · expired" : ""}`)),
    h("div", { class: "inside" }, h("p", { class: "content" }, one.response),
      h("dl", {}, ...fact("Given last", one.access_count > 0 ? moment(one.last_accessed_at) : "never"), ...fact("Lives", one.ttl === undefined ? "for ever" : `${number(one.ttl)} s`),
        ...(one.tags.length > 0 ? fact("Tags", one.tags.join(", ")) : []), ...(one.key ? fact("Key", h("code", {}, one.key)) : []),
        ...(Object.keys(one.metadata).length > 0 ? fact("Metadata", h("code", {}, JSON.stringify(one.metadata))) : [])),
      h("p", {}, h("button", { type: "button", class: "danger", onclick: async () => {
        await send("DELETE", `/api/cache/${encodeURIComponent(one.namespace)}/entries/${one.id}`);
        row.remove();
      } }, "Remove"))));
  return row;
}

function fact(name, value) {
  return [h("dt", {}, name), h("dd", {}, value)];
}

export async function threshold() {
  const [seen, names] = await Promise.all([get("/api/cache/lookups", { limit: 1000 }), get("/api/cache/namespaces")]);
  const near = seen.lookups.filter((one) => one.similarity !== undefined && one.outcome !== "exact");
  if (near.length === 0) {
    return page("Threshold", `Answers by meaning are given from ${names.threshold.toFixed(3)} on`, empty("Nothing to compare yet", "The similarities of questions and stored ones appear here as they are asked."));
  }
  const from = Math.max(-1, Math.floor(10 * Math.min(0.5, ...near.map((one) => one.similarity))) / 10);
  const given = near.filter((one) => one.outcome === "semantic").map((one) => one.similarity);
  const below = near.filter((one) => one.reason === "below_threshold").map((one) => one.similarity);
  const kept = near.filter((one) => one.outcome === "miss" && one.reason !== "below_threshold").map((one) => one.similarity);
  const groups = [{ name: "answered", tone: "one", values: given }, { name: "not near enough", tone: "dimmed", values: below }, { name: "kept back by a guard", tone: "three", values: kept }];
  const plot = h("div", {});
  const says = h("p", { class: "lead", "aria-live": "polite" });
  const slider = h("input", { type: "range", id: "threshold", min: from, max: 1, step: 0.005, value: names.threshold });
  const shown = h("output", { for: "threshold", class: "moment" });
  const draw = () => {
    const at = Number(slider.value);
    shown.textContent = at.toFixed(3);
    plot.replaceChildren(...spread(groups, [from, 1], at, `Similarities of ${near.length} look-ups`));
    const more = below.filter((value) => value >= at).length;
    const fewer = given.filter((value) => value < at).length;
    says.textContent = Math.abs(at - names.threshold) < 0.0026 ? "This is the threshold in use."
      : `Of the latest ${number(near.length)} look-ups by meaning, ${number(more)} more would be looked at and ${number(fewer)} would no longer be answered.`;
  };
  slider.addEventListener("input", draw);
  draw();
  const outcome = h("span", { class: "why", role: "status" });
  return page("Threshold", "How near two questions must be for one answer",
    h("section", { class: "card stack" }, plot, h("div", { class: "row slide" }, h("label", { for: "threshold" }, "From"), slider, shown), says,
      h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: async () => {
        try {
          await send("POST", "/api/cache/maintenance/threshold", { threshold: Number(slider.value) });
          outcome.textContent = "In use until the server stops.";
        } catch (failure) {
          outcome.textContent = failure.message;
        }
      } }, "Use this threshold"), outcome)),
    h("p", { class: "why" }, "A guard compares numbers, names and negations word by word; what it keeps back was near in meaning and asks for something else. 'mnemo cache calibrate' finds a threshold or an error budget from questions of your own."));
}
