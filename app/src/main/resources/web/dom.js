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

/** Tabs that are links, so that each has an address of its own. */
export function tabs(label, items, current) {
  return h("nav", { class: "tabs", "aria-label": label }, items.map(([name, address]) =>
    h("a", { href: address, "aria-current": name === current ? "page" : null }, name)));
}

/** Calls a function when nothing more has come for a while. */
export function settled(millis, then) {
  let waiting = 0;
  return (...all) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => then(...all), millis);
  };
}

export function figure(value, label, tone = "") {
  return h("div", { class: "card" }, h("div", { class: `figure ${tone}` }, String(value)), h("div", { class: "label" }, label));
}

const COLOURS = {
  architecture: "#4dabf7", decisions: "#be4bdb", patterns: "#51cf66", tasks: "#ff922b",
  issues: "#ff6b6b", dependencies: "#868e96", history: "#a98467", context: "#74839b",
  fact: "#4dabf7", episodic: "#ff922b", insight: "#be4bdb", trait: "#51cf66", general: "#868e96", document: "#a98467", procedural: "#20c997",
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

export function percent(share) {
  return Number.isFinite(share) ? `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %` : "–";
}

/** A moment of the server, `2026-03-05T10:00:00.123Z`, as people read it. */
export function moment(text) {
  return text ? text.slice(0, 16).replace("T", " ") : "–";
}

/** How long ago a moment was. */
export function ago(text) {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 60_000));
  return minutes < 1 ? "just now" : minutes < 60 ? `${minutes} min ago`
    : minutes < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`;
}

export function when(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}

export function bars(counts, address = (name) => `#/nodes?domain=${encodeURIComponent(name)}`) {
  const most = Math.max(1, ...Object.values(counts));
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return h("div", { class: "bars" }, rows.map(([name, count]) => [
    h("a", { href: address(name) }, h("span", { class: "dot", style: { background: colour(name) } }), name || "none"),
    h("div", { class: "track" }, h("div", { class: "bar", style: { width: `${(100 * count) / most}%`, background: colour(name) } })),
    h("span", { class: "label" }, number(count)),
  ]));
}
