// The people of whom something is kept.
import { get } from "./api.js";
import { ago, empty, h, moment, number, page } from "./dom.js";

const PER_PAGE = 50;

export async function people({ search = "", offset = "0" }) {
  const first = Number(offset);
  const list = await get("/api/users", { search, offset, limit: PER_PAGE });
  const go = (changed) => { location.hash = `#/people?${new URLSearchParams({ search, offset: "0", ...changed })}`; };
  const field = h("input", { type: "search", value: search, maxlength: 255, placeholder: "Part of a name", "aria-label": "Part of a name" });
  return page("People", `${number(list.total)} ${list.total === 1 ? "person" : "people"}${search ? ` with “${search}”` : ""}`,
    h("form", { class: "row tools", onsubmit: (event) => { event.preventDefault(); go({ search: field.value.trim() }); } }, field, h("button", {}, "Find")),
    list.users.length === 0 ? nobody(search)
      : h("div", { class: "card wide" }, h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Name"), h("th", { scope: "col", class: "number" }, "Messages and memories"),
          h("th", { scope: "col" }, "Known since"), h("th", { scope: "col" }, "Last change"))),
        h("tbody", {}, list.users.map((one) => h("tr", {},
          h("td", {}, h("a", { class: "name", href: `#/person/${encodeURIComponent(one.user_id)}` }, one.user_id)),
          h("td", { class: "number" }, number(one.entries)), h("td", {}, moment(one.created_at)), h("td", { title: moment(one.changed_at) }, ago(one.changed_at))))))),
    list.total <= PER_PAGE ? null : h("div", { class: "row tools" },
      h("button", { type: "button", disabled: first === 0, onclick: () => go({ offset: Math.max(0, first - PER_PAGE) }) }, "← Newer"),
      h("span", { class: "label" }, `${number(first + 1)} to ${number(Math.min(list.total, first + PER_PAGE))}`),
      h("button", { type: "button", disabled: first + PER_PAGE >= list.total, onclick: () => go({ offset: first + PER_PAGE }) }, "Older →")));
}

function nobody(search) {
  return search ? empty("Nobody has such a name", "Try a shorter part of it.")
    : h("div", { class: "card empty" }, h("strong", {}, "Nobody yet"), "Keep what somebody says, and they appear here:",
      h("pre", {}, `curl ${location.origin}/api/users/ann/messages -H 'content-type: application/json' \\\n  -d '{"role":"user","content":"My sister Nora lives in Lisbon"}'`));
}
