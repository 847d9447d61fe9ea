// Every endpoint, from the server's own description, with a place to try it.
import { h, page } from "./dom.js";

/** Letters of an answer that are shown; the rest is there to be saved. */
const SHOWN_MAX = 200_000;

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
  const body = bodyOf(operation.requestBody?.content ?? {});
  const answer = h("div", { hidden: true });
  const run = async () => {
    const asked = request(path, fields);
    const filled = body?.fill() ?? { headers: {} };
    answer.hidden = false;
    answer.replaceChildren(h("p", {}, "…"));
    try {
      const response = await fetch(asked.address, { method: method.toUpperCase(), headers: { ...asked.headers, ...filled.headers }, body: filled.body });
      await show(response, answer);
    } catch (failure) {
      answer.replaceChildren(h("pre", { tabindex: "0" }, `No answer: ${failure.message}`));
    }
  };
  return h("details", { class: "end" }, h("summary", {}, h("span", { class: "verb" }, method.toUpperCase()), " ", h("code", {}, path), " ", h("span", { class: "why" }, operation.summary)),
    h("p", {}, operation.description),
    fields.length === 0 ? null : h("dl", {}, fields.flatMap(({ parameter, field }) => [h("dt", {}, parameter.name), h("dd", {}, field)])),
    body?.element, h("p", {}, h("button", { type: "button", onclick: run }, "Try it")), answer);
}

function request(path, fields) {
  let address = path;
  const query = new URLSearchParams();
  const headers = {};
  for (const { parameter, field } of fields) {
    if (parameter.in === "path") {
      address = address.replace(`{${parameter.name}}`, encodeURIComponent(field.value));
    } else if (field.value && parameter.in === "header") {
      headers[parameter.name] = field.value;
    } else if (field.value) {
      query.set(parameter.name, field.value);
    }
  }
  return { address: `${address}${query.size ? `?${query}` : ""}`, headers };
}

/** What stands in the place of a body: a text of JSON, the parts of a form, or a file of any other type. */
function bodyOf(content) {
  const [type, { schema } = {}] = Object.entries(content)[0] ?? [];
  if (!type) {
    return null;
  }
  if (type === "application/json") {
    const text = h("textarea", { "aria-label": "Body", spellcheck: "false" }, example(schema ?? {}));
    return { element: text, fill: () => ({ headers: { "content-type": type }, body: text.value }) };
  }
  if (type === "multipart/form-data") {
    return formOf(schema ?? {});
  }
  const file = h("input", { type: "file", "aria-label": "Body as a file" });
  const text = h("textarea", { "aria-label": "Body", spellcheck: "false", placeholder: `${type}: write it here, or choose a file` });
  return { element: h("div", {}, h("p", {}, file), text), fill: () => ({ headers: { "content-type": type }, body: file.files[0] ?? text.value }) };
}

function formOf(schema) {
  const parts = Object.entries(schema.properties ?? {}).map(([name, part]) => ({
    name, part, field: h("input", { "aria-label": name, type: part.format === "binary" ? "file" : "text", placeholder: part.description ?? name }),
  }));
  const fill = () => {
    const form = new FormData();
    for (const { name, field } of parts) {
      if (field.type === "file") {
        [...field.files].forEach((file) => form.append(name, file));
      } else if (field.value) {
        form.append(name, field.value);
      }
    }
    return { headers: {}, body: form };
  };
  return { element: h("dl", {}, parts.flatMap(({ name, field }) => [h("dt", {}, name), h("dd", {}, field)])), fill };
}

/** Shows a text as it comes, and offers anything else as a file. */
async function show(response, place) {
  const type = (response.headers.get("content-type") ?? "").split(";")[0];
  const head = `${response.status} ${type}`.trim();
  const text = h("pre", { tabindex: "0" }, head);
  place.replaceChildren(text);
  if (!response.body) {
    return;
  }
  const isText = /^text\/|json|event-stream|yaml|xml/.test(type);
  const decoder = new TextDecoder();
  const pieces = [];
  let said = "";
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    pieces.push(value);
    if (isText && said.length < SHOWN_MAX) {
      said += decoder.decode(value, { stream: true });
      text.textContent = `${head}\n${said.slice(0, SHOWN_MAX)}`;
    }
  }
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (isText) {
    text.textContent = `${head}\n${said.length < SHOWN_MAX ? pretty(said) : `${said.slice(0, SHOWN_MAX)}\n…`}`;
  }
  if (bytes > 0 && (!isText || said.length >= SHOWN_MAX)) {
    const link = h("a", { href: URL.createObjectURL(new Blob(pieces, { type })), download: nameOf(response) }, `Save ${bytes.toLocaleString()} bytes`);
    place.append(h("p", {}, link));
  }
}

function nameOf(response) {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return encoded ? decodeURIComponent(encoded) : "answer";
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
