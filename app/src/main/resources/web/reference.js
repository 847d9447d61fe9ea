// Every endpoint, from the server's own description, with a place to try it.
import { h, page } from "./dom.js";

export async function reference() {
  const document = await (await fetch("/openapi.json")).json();
  const groups = new Map();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const group = operation.tags?.[0] ?? "Other";
      groups.set(group, [...(groups.get(group) ?? []), { path, method, operation }]);
    }
  }
  return page("REST reference", "", h("p", { class: "lead" }, "The same as ", h("a", { href: "/openapi.json" }, "OpenAPI 3.1"), "."),
    [...groups].map(([group, rows]) => h("section", { class: "card stack" }, h("h2", {}, group), rows.map(row))));
}

function row({ path, method, operation }) {
  const fields = (operation.parameters ?? []).map((parameter) => ({ parameter, field: h("input", { "aria-label": parameter.name, placeholder: parameter.description ?? parameter.name }) }));
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  const body = schema ? h("textarea", { "aria-label": "Body", spellcheck: "false" }, example(schema)) : null;
  const answer = h("pre", { hidden: true, tabindex: "0" });
  const run = async () => {
    let address = path;
    const query = new URLSearchParams();
    for (const { parameter, field } of fields) {
      if (parameter.in === "path") {
        address = address.replace(`{${parameter.name}}`, encodeURIComponent(field.value));
      } else if (field.value) {
        query.set(parameter.name, field.value);
      }
    }
    const response = await fetch(`${address}${query.size ? `?${query}` : ""}`, {
      method: method.toUpperCase(), headers: body ? { "content-type": "application/json" } : {}, body: body ? body.value : undefined,
    });
    const text = await response.text();
    answer.hidden = false;
    answer.textContent = `${response.status}\n${pretty(text)}`;
  };
  return h("details", { class: "end" }, h("summary", {}, h("span", { class: "verb" }, method.toUpperCase()), " ", h("code", {}, path), " ", h("span", { class: "why" }, operation.summary)),
    h("p", {}, operation.description),
    fields.length === 0 ? null : h("dl", {}, fields.flatMap(({ parameter, field }) => [h("dt", {}, parameter.name), h("dd", {}, field)])),
    body, h("p", {}, h("button", { type: "button", onclick: run }, "Try it")), answer);
}

function example(schema) {
  const body = {};
  for (const name of schema.required ?? []) {
    const type = schema.properties?.[name]?.type;
    body[name] = type === "integer" || type === "number" ? 0 : type === "array" ? [] : type === "boolean" ? false : "";
  }
  return JSON.stringify(body, null, 2);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
