// Elements from plain calls. Texts are always texts: nothing that was stored can become markup.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "style") {
      for (const [property, text] of Object.entries(value)) {
        element.style.setProperty(property, text);
      }
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function page(title, lead, ...content) {
  document.title = `${title} · Mnemo`;
  return [h("header", {}, h("h1", {}, title), h("p", { class: "lead" }, lead)), ...content];
}

export function empty(title, text) {
  return h("div", { class: "card empty" }, h("strong", {}, title), text);
}

export function figure(value, label, tone = "") {
  return h("div", { class: "card" }, h("div", { class: `figure ${tone}` }, String(value)), h("div", { class: "label" }, label));
}

const COLOURS = {
  architecture: "#4dabf7", decisions: "#be4bdb", patterns: "#51cf66", tasks: "#ff922b",
  issues: "#ff6b6b", dependencies: "#868e96", history: "#a98467", context: "#74839b",
};

export function colour(domain) {
  return COLOURS[domain] ?? "#909296";
}

export function domainTag(domain) {
  return h("span", { class: "tag" }, h("span", { class: "dot", style: { background: colour(domain) } }), domain || "none");
}

export function nodeLink(address) {
  return h("a", { class: "addr", href: `#/node/${address}` }, address.slice(0, 8));
}

export function number(value) {
  return value === null || value === undefined ? "–" : new Intl.NumberFormat("en").format(value);
}

export function when(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}

export function bars(counts) {
  const most = Math.max(1, ...Object.values(counts));
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return h("div", { class: "bars" }, rows.map(([name, count]) => [
    h("a", { href: `#/nodes?domain=${encodeURIComponent(name)}` }, h("span", { class: "dot", style: { background: colour(name) } }), name || "none"),
    h("div", { class: "track" }, h("div", { class: "bar", style: { width: `${(100 * count) / most}%`, background: colour(name) } })),
    h("span", { class: "label" }, number(count)),
  ]));
}
