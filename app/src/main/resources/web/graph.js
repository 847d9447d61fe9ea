// The newest active nodes and what ties them, drawn on a canvas.
import { get } from "./api.js";
import { colour, empty, h, number, page } from "./dom.js";

const NODES_MAX = 1500;

export async function graph(_, onLeave) {
  const data = await get("/api/graph", { limit: NODES_MAX });
  if (data.nodes.length === 0) {
    return page("Graph", "", empty("Nothing to draw yet", "Claims appear here with the links between them."));
  }
  const canvas = h("canvas", { role: "img", "aria-label": `${data.nodes.length} nodes and ${data.links.length} links; the page Nodes lists them` });
  const said = h("output", {});
  const domains = [...new Set(data.nodes.map((node) => node.domain))].sort();
  const legend = h("div", { class: "row tools" }, domains.map((name) => h("span", { class: "label" }, h("span", { class: "dot", style: { background: colour(name) } }), name || "none")));
  requestAnimationFrame(() => onLeave(draw(canvas, said, data)));
  const shown = data.nodes.length < data.total ? `the newest ${number(data.nodes.length)} of ${number(data.total)} nodes` : `${number(data.nodes.length)} nodes`;
  return page("Graph", `${shown}, ${number(data.links.length)} links; drag to move, wheel to zoom, click to open`, legend, h("div", { class: "canvas card" }, canvas, said));
}

function draw(canvas, said, data) {
  const d3 = window.d3;
  const context = canvas.getContext("2d");
  const ratio = devicePixelRatio || 1;
  const box = canvas.getBoundingClientRect();
  canvas.width = box.width * ratio;
  canvas.height = box.height * ratio;
  const style = getComputedStyle(document.documentElement);
  const line = style.getPropertyValue("--line");
  const text = style.getPropertyValue("--text");
  const radius = (node) => 4 + Math.min(10, Math.sqrt(node.recall_count));
  let transform = d3.zoomIdentity.translate(box.width / 2, box.height / 2).scale(data.nodes.length > 300 ? 0.5 : 1);
  let near = null;
  const paint = () => {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, box.width, box.height);
    context.translate(transform.x, transform.y);
    context.scale(transform.k, transform.k);
    context.strokeStyle = line;
    context.lineWidth = 1.2 / transform.k;
    context.beginPath();
    for (const link of data.links) {
      context.moveTo(link.source.x, link.source.y);
      context.lineTo(link.target.x, link.target.y);
    }
    context.stroke();
    for (const node of data.nodes) {
      context.fillStyle = colour(node.domain);
      context.beginPath();
      context.arc(node.x, node.y, radius(node), 0, 7);
      context.fill();
      if (node === near) {
        context.strokeStyle = text;
        context.stroke();
      }
    }
  };
  const simulation = d3.forceSimulation(data.nodes)
    .force("link", d3.forceLink(data.links).id((node) => node.id).distance(38))
    .force("charge", d3.forceManyBody().strength(-45).distanceMax(400))
    .force("x", d3.forceX().strength(0.05)).force("y", d3.forceY().strength(0.07))
    .force("collide", d3.forceCollide((node) => radius(node) + 2))
    .on("tick", paint);
  const find = (event) => {
    const [x, y] = transform.invert(d3.pointer(event, canvas));
    return simulation.find(x, y, 14 / transform.k + 6);
  };
  const selection = d3.select(canvas);
  const zoom = d3.zoom().scaleExtent([0.08, 6]).on("zoom", (event) => { transform = event.transform; paint(); });
  selection.call(zoom).call(zoom.transform, transform)
    .on("mousemove", (event) => {
      near = find(event) ?? null;
      said.textContent = near ? `${near.id.slice(0, 8)} · ${near.domain} · ${near.label}` : "";
      canvas.style.cursor = near ? "pointer" : "grab";
      paint();
    })
    .on("click", (event) => { const node = find(event); if (node) { location.hash = `#/node/${node.id}`; } });
  return () => simulation.stop();
}
