// Small drawings in SVG. Each says in words what it shows.
import { h, number, when } from "./dom.js";

const SPACE = "http://www.w3.org/2000/svg";
const WIDTH = 640;

function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity));
  return element;
}

const LEARNED = new Set(["claim", "update", "reinforce", "link", "unlink", "verify", "gap", "question", "compress", "checkpoint", "forget", "import"]);

/** What happened when, from the entries of the event log: what was told, what was learned, and the rest. */
export function activity(entries) {
  const groups = [["told by recall", "one", (entry) => entry.event === "recall"], ["learned", "two", (entry) => LEARNED.has(entry.event)], ["else", "dimmed", () => true]]
    .map(([name, tone, takes]) => ({ name, tone, takes, times: [] }));
  for (const entry of entries.filter((one) => Number.isFinite(Date.parse(one.ts)))) {
    groups.find((group) => group.takes(entry)).times.push(Date.parse(entry.ts));
  }
  const times = groups.flatMap((group) => group.times);
  if (times.length === 0) {
    return h("p", { class: "lead" }, "Nothing has happened yet.");
  }
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const slots = Math.max(12, Math.min(48, Math.ceil((last - first) / 60_000) + 1));
  const step = Math.max(60_000, (last - first + 1) / slots);
  const heights = groups.map((group) => {
    const counts = new Array(slots).fill(0);
    group.times.forEach((time) => { counts[Math.floor((time - first) / step)] += 1; });
    return counts;
  });
  return [stacked(groups, heights, `${number(times.length)} events since ${when(first / 1000)}`), ends(when(first / 1000), when((first + slots * step) / 1000)),
    h("div", { class: "row label legend" }, groups.map((group) => h("span", {}, h("span", { class: `key ${group.tone}` }), `${group.name} (${number(group.times.length)})`)))];
}

function stacked(groups, heights, label) {
  const slots = heights[0].length;
  const most = Math.max(1, ...heights[0].map((_, i) => heights.reduce((sum, counts) => sum + counts[i], 0)));
  const wide = 480 / slots;
  return s("svg", { viewBox: "0 0 480 80", preserveAspectRatio: "none", class: "spark", role: "img", "aria-label": label },
    heights[0].map((_, i) => {
      let above = 80;
      return heights.map((counts, group) => {
        const tall = (76 * counts[i]) / most;
        above -= tall;
        return s("rect", { x: i * wide + wide * 0.1, y: above, width: wide * 0.8, height: tall, class: groups[group].tone });
      });
    }));
}

/** Columns without a scale, for their shape. */
export function columns(heights, label) {
  const most = Math.max(1, ...heights);
  const wide = 480 / heights.length;
  return s("svg", { viewBox: "0 0 480 80", preserveAspectRatio: "none", class: "spark", role: "img", "aria-label": label },
    heights.map((count, i) => {
      const tall = count === 0 ? 0 : 4 + (72 * count) / most;
      return s("rect", { x: i * wide + wide * 0.1, y: 80 - tall, width: wide * 0.8, height: tall, rx: 1.5 });
    }));
}

export function ends(from, to) {
  return h("div", { class: "row label" }, from, h("span", { class: "push" }, to));
}

/**
 * Shares from 0 to 1 over time.
 * @param lines each with a name, a class and points [milliseconds, share]; a share may be missing
 */
export function shares(lines, label) {
  const known = lines.map((line) => ({ ...line, points: line.points.filter(([, share]) => Number.isFinite(share)) }));
  const times = known.flatMap((line) => line.points.map(([time]) => time));
  if (times.length < 2 || Math.min(...times) === Math.max(...times)) {
    return h("p", { class: "lead" }, "A picture appears here when there is something to compare: the counts are noted every minute.");
  }
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [left, right, top, bottom] = [40, WIDTH - 8, 8, 150];
  const x = (time) => left + ((right - left) * (time - first)) / (last - first);
  const y = (share) => bottom - (bottom - top) * share;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => [
    s("line", { x1: left, x2: right, y1: y(share), y2: y(share), class: "grid" }),
    s("text", { x: left - 6, y: y(share) + 4, class: "axis", "text-anchor": "end" }, `${100 * share} %`)]);
  const drawn = known.map((line) => s("polyline", { class: `line ${line.tone}`, points: line.points.map(([time, share]) => `${x(time).toFixed(1)},${y(share).toFixed(1)}`).join(" ") }));
  return [
    s("svg", { viewBox: `0 0 ${WIDTH} 174`, class: "chart", role: "img", "aria-label": label }, grid, drawn,
      s("text", { x: left, y: 170, class: "axis" }, when(first / 1000)), s("text", { x: right, y: 170, class: "axis", "text-anchor": "end" }, when(last / 1000))),
    h("div", { class: "row label legend" }, known.map((line) => h("span", {}, h("span", { class: `key ${line.tone}` }), line.name)))];
}

/**
 * How many of some things lie where between two ends.
 * @param groups each with a name, a class and values
 * @param mark a place that is marked
 */
export function spread(groups, [from, to], mark, label) {
  const bins = 50;
  const [left, right, top, bottom] = [28, WIDTH - 8, 8, 150];
  const counts = groups.map((group) => {
    const heights = new Array(bins).fill(0);
    for (const value of group.values) {
      heights[Math.max(0, Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins)))] += 1;
    }
    return heights;
  });
  const most = Math.max(1, ...counts[0].map((_, i) => counts.reduce((sum, heights) => sum + heights[i], 0)));
  const wide = (right - left) / bins;
  const columns = counts[0].map((_, i) => {
    let above = bottom;
    return counts.map((heights, group) => {
      const tall = ((bottom - top) * heights[i]) / most;
      above -= tall;
      return s("rect", { x: left + i * wide + 0.8, y: above, width: wide - 1.6, height: tall, class: groups[group].tone });
    });
  });
  const x = (value) => left + ((right - left) * (value - from)) / (to - from);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => from + share * (to - from));
  return [
    s("svg", { viewBox: `0 0 ${WIDTH} 174`, class: "chart", role: "img", "aria-label": label },
      s("line", { x1: left, x2: right, y1: bottom, y2: bottom, class: "grid" }), columns.flat(),
      s("line", { x1: x(mark), x2: x(mark), y1: top, y2: bottom, class: "mark" }),
      ticks.map((tick, i) => s("text", { x: x(tick), y: 168, class: "axis", "text-anchor": i === 0 ? "start" : i === 4 ? "end" : "middle" }, tick.toFixed(2)))),
    h("div", { class: "row label legend" }, groups.map((group) => h("span", {}, h("span", { class: `key ${group.tone}` }), `${group.name} (${number(group.values.length)})`)))];
}
