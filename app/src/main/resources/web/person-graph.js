// Who and what a person knows, drawn around them, and the same as a list.
import { get } from "./api.js";
import { colour, empty, h, moment, number } from "./dom.js";

const NODES_MAX = 300;
const ASKED_ALL_MAX = 60;
const SPACE = "http://www.w3.org/2000/svg";
const TYPES = { user: "decisions", person: "architecture", organization: "tasks", location: "patterns", event: "issues", skill: "procedural", concept: "context", entity: "dependencies", memory: "history" };

export async function personGraph({ base }) {
  const nodes = await get(`${base}/graph/nodes`, { limit: NODES_MAX });
  if (nodes.total === 0) {
    return empty("No graph yet", "Who and what this person talks about appears here; a language model finds it, or an application makes it with graph/nodes.");
  }
  const start = nodes.nodes.find((node) => node.node_type === "user") ?? nodes.nodes.at(-1);
  const around = (node, depth) => get(`${base}/graph/neighbors`, { type: node.node_type, id: node.node_id, depth, limit: NODES_MAX });
  // The walk over several steps tells one relation for each node; a small graph is asked node by node for all of them.
  const walks = await Promise.all([around(start, 4), ...(nodes.total <= ASKED_ALL_MAX ? nodes.nodes.map((node) => around(node, 1)) : [])]);
  const neighbors = walks.flatMap((walk) => walk.neighbors);
  const known = new Map([start, ...nodes.nodes].map((node) => [`${node.node_type}/${node.node_id}`, { key: `${node.node_type}/${node.node_id}`, type: node.node_type, name: node.name }]));
  for (const near of neighbors) {
    known.set(`${near.neighbor_type}/${near.neighbor_id}`, { key: `${near.neighbor_type}/${near.neighbor_id}`, type: near.neighbor_type, name: near.name });
  }
  const edges = [...new Map(neighbors.map(({ edge }) => [edge.id, edge])).values()];
  const links = edges.map((edge) => ({ source: `${edge.source_type}/${edge.source_id}`, target: `${edge.target_type}/${edge.target_id}`, relation: edge.relation }))
    .filter((link) => known.has(link.source) && known.has(link.target));
  const types = [...new Set([...known.values()].map((node) => node.type))].sort();
  return [
    h("p", { class: "lead" }, `${number(nodes.total)} nodes; ${number(edges.length)} relations${nodes.total <= ASKED_ALL_MAX ? "" : ` within four steps of ${start.name}`}.`),
    h("div", { class: "row tools" }, types.map((type) => h("span", { class: "label" }, h("span", { class: "dot", style: { background: tone(type) } }), type))),
    h("div", { class: "card web" }, draw([...known.values()], links)),
    h("section", { class: "card stack" }, h("h2", {}, "Relations"), edges.length === 0 ? h("p", { class: "lead" }, "None is held now.")
      : h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, ["Who or what", "How", "Whom or what", "Since", "Said"].map((title) => h("th", { scope: "col" }, title)))),
        h("tbody", {}, edges.map((edge) => h("tr", {}, h("td", {}, nameOf(known, edge.source_type, edge.source_id)), h("td", {}, edge.relation.replaceAll("_", " ")),
          h("td", {}, nameOf(known, edge.target_type, edge.target_id)), h("td", {}, moment(edge.valid_from ?? edge.known_from)), h("td", { class: "why" }, edge.content))))))),
  ];
}

function tone(type) {
  return colour(TYPES[type]);
}

function nameOf(known, type, id) {
  return known.get(`${type}/${id}`)?.name ?? id;
}

function s(tag, attributes, ...children) {
  const element = document.createElementNS(SPACE, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

/** Lays the graph out at once and draws it still: it is small, and nobody has to wait for it to settle. */
function draw(nodes, links) {
  const d3 = window.d3;
  const [wide, tall] = [960, 480];
  const simulation = d3.forceSimulation(nodes).force("link", d3.forceLink(links).id((node) => node.key).distance(105))
    .force("charge", d3.forceManyBody().strength(-320)).force("x", d3.forceX().strength(0.06)).force("y", d3.forceY().strength(0.12))
    .force("collide", d3.forceCollide(34)).stop();
  simulation.tick(240);
  const [left, right] = d3.extent(nodes, (node) => node.x);
  const [top, bottom] = d3.extent(nodes, (node) => node.y);
  const scale = Math.min(1.7, (wide - 160) / Math.max(1, right - left), (tall - 80) / Math.max(1, bottom - top));
  const x = (node) => wide / 2 + (node.x - (left + right) / 2) * scale;
  const y = (node) => tall / 2 + (node.y - (top + bottom) / 2) * scale;
  const labels = nodes.length <= 80;
  return s("svg", { viewBox: `0 0 ${wide} ${tall}`, class: "chart", role: "img", "aria-label": `${nodes.length} nodes and ${links.length} relations; the table below lists them` },
    ...links.flatMap((link) => [
      s("line", { x1: x(link.source), y1: y(link.source), x2: x(link.target), y2: y(link.target), class: "tie" }),
      ...(labels ? [s("text", { x: (x(link.source) + x(link.target)) / 2, y: (y(link.source) + y(link.target)) / 2 - 4, class: "axis", "text-anchor": "middle" }, link.relation.replaceAll("_", " "))] : [])]),
    ...nodes.flatMap((node) => {
      const circle = s("circle", { cx: x(node), cy: y(node), r: node.type === "user" ? 13 : 8 });
      circle.style.setProperty("fill", tone(node.type));
      circle.append(s("title", {}, `${node.name} (${node.type})`));
      return labels ? [circle, s("text", { x: x(node), y: y(node) + (node.type === "user" ? 28 : 22), class: "node", "text-anchor": "middle" }, node.name.length > 26 ? `${node.name.slice(0, 25)}…` : node.name)] : [circle];
    }));
}
