// One person: what is believed, what was said, and the way out.
import { get, read, send } from "./api.js";
import { columns, ends } from "./chart.js";
import { ago, bars, colour, empty, figure, h, moment, number, page, settled, tabs } from "./dom.js";
import { personFiles } from "./person-files.js";
import { personGraph } from "./person-graph.js";

const TABS = [["Profile", "profile"], ["Memories", "memories"], ["Recall", "recall"], ["Conversations", "talk"], ["Graph", "graph"], ["Files", "files"], ["Erase", "erase"]];
const SLIDER_STEPS = 400;
const SLIDER_PAUSE_MILLIS = 150;
const MEMORIES_MAX = 200;
const MESSAGES_PER_PAGE = 100;

export async function person({ user, tab = "profile", session = "", q = "" }) {
  const base = `/api/users/${encodeURIComponent(user)}`;
  const address = (name) => `#/person/${encodeURIComponent(user)}?tab=${name}`;
  const views = { profile, memories, recall, talk, graph: personGraph, files: personFiles, erase };
  const view = views[tab] ?? profile;
  const chosen = TABS.find(([, name]) => name === tab)?.[0] ?? "Profile";
  const parts = await view({ base, user, session, q, address });
  return [...page(user, "", tabs("What is known", TABS.map(([title, name]) => [title, address(name)]), chosen)), parts];
}

async function profile({ base, address }) {
  const [stats, values] = await Promise.all([get(`${base}/stats`), get(`${base}/kv/profile`)]);
  if (stats.total === 0 && stats.messages === 0 && values.items.length === 0) {
    return empty("Nothing is kept of this person", "Perhaps they were erased, or the name is written differently.");
  }
  const weeks = Object.entries(stats.by_week);
  const mood = stats.profile_summary;
  return [
    h("div", { class: "cards" }, figure(number(stats.current), "believed now"), figure(number(stats.total), "with the past"), figure(number(stats.messages), "messages"),
      figure(number(stats.active_entities), "in the graph"), figure(number(stats.waiting), "waiting work", stats.waiting > 1000 ? "warn" : "")),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, "Profile"), values.items.length === 0
        ? h("p", { class: "lead" }, "No profile yet: values under kv/profile appear here.")
        : h("dl", {}, values.items.flatMap(({ key, value }) => [h("dt", {}, key), h("dd", {}, said(value))]))),
      h("section", { class: "card" }, h("h2", {}, "Kinds of memory"), stats.total === 0 ? h("p", { class: "lead" }, "No memories yet.")
        : bars(stats.by_type, () => address("memories")))),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, "Memories by week"), weeks.length === 0 ? h("p", { class: "lead" }, "None in the last twelve weeks.")
        : [columns(byWeek(weeks), weeks.map(([week, count]) => `${week}: ${count}`).join(", ")), ends(weeks.length === 1 ? "" : `since ${weeks[0][0]}`, weeks.at(-1)[0])]),
      mood ? h("section", { class: "card" }, h("h2", {}, "Of late"), mood.latest_state ? h("p", {}, mood.latest_state) : null,
        h("p", { class: "why" }, `${Object.keys(mood.dominant_emotions).join(", ")} · ${ago(mood.last_reflected_at)}`)) : null),
  ];
}

/** A count for each week from the first to the last, weeks without any too, and twelve at least. */
function byWeek(weeks) {
  const place = (week) => Number(week.slice(0, 4)) * 52 + Number(week.slice(6));
  const first = Math.min(place(weeks[0][0]), place(weeks.at(-1)[0]) - 11);
  const heights = new Array(place(weeks.at(-1)[0]) - first + 1).fill(0);
  weeks.forEach(([week, count]) => { heights[place(week) - first] += count; });
  return heights;
}

function said(value) {
  return typeof value === "string" ? value : Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join(", ") : JSON.stringify(value);
}

async function memories({ base }) {
  const [now, all] = await Promise.all([get(`${base}/memories`, { limit: MEMORIES_MAX }), get(`${base}/memories`, { start: "0001-01-01", limit: 1000 })]);
  if (all.total === 0) {
    return empty("No memories yet", "What is said becomes memories when a language model is configured; an application may also POST them.");
  }
  const times = all.memories.map((one) => Date.parse(one.created_at));
  const first = Math.min(...times);
  const last = Date.now();
  const list = h("div", { class: "card", "aria-live": "polite" });
  const shown = h("output", { for: "as-of", class: "moment" });
  const draw = (found) => list.replaceChildren(...(found.memories.length === 0 ? [h("p", { class: "lead" }, "Nothing was believed then.")]
    : found.memories.map((one) => memory(base, one))),
    ...(found.total > found.memories.length ? [h("p", { class: "why" }, `The newest ${number(found.memories.length)} of ${number(found.total)}.`)] : []));
  const slider = h("input", { type: "range", id: "as-of", min: 0, max: SLIDER_STEPS, value: SLIDER_STEPS });
  const at = () => new Date(first + ((last - first) * Number(slider.value)) / SLIDER_STEPS + 1);
  const tell = () => {
    shown.textContent = Number(slider.value) === SLIDER_STEPS ? "now" : moment(at().toISOString());
    slider.setAttribute("aria-valuetext", shown.textContent);
  };
  const fetchThen = settled(SLIDER_PAUSE_MILLIS, async () => {
    const value = slider.value;
    const found = Number(value) === SLIDER_STEPS ? now : await get(`${base}/memories`, { as_of: at().toISOString(), limit: MEMORIES_MAX });
    if (value === slider.value) {
      draw(found);
    }
  });
  slider.addEventListener("input", () => { tell(); fetchThen(); });
  tell();
  draw(now);
  const heights = new Array(60).fill(0);
  times.forEach((time) => { heights[Math.min(59, Math.floor((60 * (time - first)) / Math.max(1, last - first)))] += 1; });
  return [
    h("section", { class: "card past" }, h("div", { class: "row" }, h("label", { for: "as-of" }, h("strong", {}, "As of ")), shown,
      h("span", { class: "why push" }, "Move back to see what was believed then")),
      columns(heights, "Memories made over time"), slider, ends(moment(new Date(first).toISOString()), "now")),
    list,
  ];
}

function memory(base, one) {
  const inside = h("div", { class: "inside" });
  const open = async () => {
    if (inside.childElementCount === 0) {
      const [whole, past] = await Promise.all([get(`${base}/memories/${one.id}`), get(`${base}/memories/${one.id}/history`)]);
      inside.replaceChildren(...evidence(whole.evidence), ...versions(past, one.id));
    }
  };
  return h("details", { class: "memory-row", ontoggle: (event) => { if (event.target.open) { open(); } } },
    h("summary", {}, h("span", { class: "tag" }, h("span", { class: "dot", style: { background: colour(one.memory_type) } }), one.memory_type), h("span", { class: "words" }, one.content),
      h("span", { class: "why" }, [one.slot ? `${one.slot.subject} · ${one.slot.attribute}` : null, one.event?.words || null, one.emotion?.label || null,
        one.version > 1 ? `version ${one.version}` : null, moment(one.created_at)].filter(Boolean).join(" · "))),
    inside);
}

function evidence(messages) {
  return [h("h3", {}, "Evidence"), messages.length === 0 ? h("p", { class: "why" }, "No message is named as its source.")
    : messages.map((message) => h("blockquote", {}, h("p", { class: "content" }, message.content), h("footer", { class: "why" }, `${message.role} · ${moment(message.created_at)}`)))];
}

function versions(past, id) {
  return [h("h3", {}, "History"), h("ol", { class: "chain" }, past.versions.map((version) => h("li", { class: version.current ? "" : "old" },
    version.content, h("span", { class: "why" }, ` · ${moment(version.valid_from)} until ${version.valid_until ? moment(version.valid_until) : "now"}${version.id === id ? " · this one" : ""}`)))),
  h("p", { class: "why" }, past.changes.map((change) => `${change.event} by ${change.actor} ${moment(change.at)}`).join(" · "))];
}

async function recall({ base, user, q }) {
  const field = h("input", { type: "search", value: q, maxlength: 2000, "aria-label": "A question", placeholder: "Where does Nora live?", style: { flex: "1" } });
  const form = h("form", { class: "row tools", onsubmit: (event) => {
    event.preventDefault();
    location.hash = `#/person/${encodeURIComponent(user)}?${new URLSearchParams({ tab: "recall", q: field.value.trim() })}`;
  } }, field, h("button", { class: "primary" }, "Ask"));
  if (!q) {
    return [form, empty("What would come to mind?", "Ask as an agent would: the answer shows what it would be told, and why.")];
  }
  const found = await read(`${base}/recall`, { query: q, explain: true });
  const most = Math.max(0.0001, ...found.merged.map((hit) => hit.score));
  return [form,
    found.time ? h("p", { class: "why" }, `Time: “${found.time.words}” is ${moment(found.time.from)} to ${moment(found.time.until)}${found.time.filters ? ", nothing else counts" : ", as a hint"}.`) : null,
    found.merged.length === 0 ? empty("Nothing comes to mind", "Other words may; recall goes by words and by meaning.")
      : h("div", { class: "card" }, found.merged.map((hit) => h("article", { class: "hit" },
        h("div", { class: "row" }, h("span", { class: "tag" }, hit.memory_type ?? hit.role ?? hit.source), h("span", { class: "track score" }, h("div", { class: "bar", style: { width: `${(100 * Math.max(0, hit.score)) / most}%` } })),
          h("span", { class: "why" }, why(hit), hit.created_at ? ` · ${moment(hit.created_at)}` : "")),
        h("p", { class: "content" }, hit.content)))),
    h("p", { class: "why" }, `${number(found.tokens)} tokens together`)];
}

function why(hit) {
  const { factors } = hit;
  if (!factors) {
    return hit.score.toFixed(3);
  }
  const parts = [["meaning", factors.relevance], ["words", factors.bm25], ["freshness", factors.recency], ["importance", factors.importance], ["relations", factors.graph_boost]];
  return parts.filter(([, value]) => value).map(([name, value]) => `${name} ${value.toFixed(2)}`).join(" · ");
}

async function talk({ base, user, session }) {
  const list = await get(`${base}/sessions`, { limit: 200 });
  if (list.total === 0) {
    return empty("Nothing was said yet", "Messages appear here by conversation.");
  }
  const current = session || list.sessions[0].session_id;
  const address = (id) => `#/person/${encodeURIComponent(user)}?${new URLSearchParams({ tab: "talk", session: id })}`;
  const one = list.sessions.find((other) => other.session_id === current);
  const lines = h("div", { class: "talk" });
  const count = one?.message_count ?? 0;
  let offset = Math.max(0, count - MESSAGES_PER_PAGE);
  const earlier = h("button", { type: "button" }, "Earlier messages");
  const load = async (limit) => {
    const { messages } = await get(`${base}/sessions/${encodeURIComponent(current)}/messages`, { offset, limit });
    lines.prepend(...messages.map(message));
    earlier.hidden = offset === 0;
  };
  earlier.addEventListener("click", () => { const before = offset; offset = Math.max(0, before - MESSAGES_PER_PAGE); load(Math.max(1, before - offset)); });
  await load(MESSAGES_PER_PAGE);
  return h("div", { class: "split" },
    h("nav", { class: "card list", "aria-label": "Conversations" }, list.sessions.map((other) => h("a", { href: address(other.session_id), "aria-current": other.session_id === current ? "true" : null },
      h("span", { class: "words" }, other.title ?? other.session_id), h("span", { class: "why" }, `${number(other.message_count)} · ${ago(other.last_message_at)}${other.closed_at ? " · closed" : ""}`)))),
    h("section", { class: "card" }, h("h2", {}, one?.title ?? current), one?.summary ? h("p", { class: "lead" }, one.summary) : null, earlier, lines));
}

function message(one) {
  return h("article", { class: `said ${one.role === "user" ? "own" : ""}` }, h("p", { class: "content" }, one.content),
    h("footer", { class: "why" }, `${one.metadata?.name ?? one.role} · ${moment(one.created_at)}`));
}

async function erase({ base, user }) {
  const outcome = h("div", { "aria-live": "polite" });
  const field = h("input", { id: "confirm", autocomplete: "off", maxlength: 255, required: true });
  const button = h("button", { class: "danger", disabled: true }, "Erase for good");
  field.addEventListener("input", () => { button.disabled = field.value !== user; });
  const form = h("form", { class: "card stack problem", onsubmit: async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const certificate = await send("DELETE", base);
      form.remove();
      outcome.replaceChildren(certified(certificate));
    } catch (failure) {
      outcome.replaceChildren(h("p", { class: "bad" }, failure.message));
      button.disabled = false;
    }
  } }, h("h2", {}, "Erase"), h("p", {}, "Every message, memory, value, file, vector and waiting work of this person goes, at once and for good. The certificate that you get says what went and names nobody."),
  h("div", { class: "row" }, h("label", { for: "confirm" }, "Write ", h("strong", {}, user), " to confirm"), field, button));
  return [
    h("section", { class: "card stack" }, h("h2", {}, "Take out"), h("p", {}, "Everything that is kept of this person, as lines of JSON; it can be brought back."),
      h("a", { class: "button", href: `${base}/export`, download: `${user.replaceAll(/[^\p{L}\p{N}._-]/gu, "_")}.ndjson` }, "Download the export")),
    form, outcome];
}

function certified(certificate) {
  return h("section", { class: "card stack" }, h("h2", { class: "good" }, "Erased"), h("dl", {},
    ...Object.entries(certificate.counts).filter(([, count]) => count > 0).flatMap(([table, count]) => [h("dt", {}, table.replaceAll("_", " ")), h("dd", {}, number(count))]),
    h("dt", {}, "When"), h("dd", {}, moment(certificate.erased_at)), h("dt", {}, "Number"), h("dd", {}, String(certificate.number)),
    h("dt", {}, "Subject"), h("dd", {}, h("code", {}, certificate.subject)), h("dt", {}, "Hash"), h("dd", {}, h("code", {}, certificate.hash))));
}
