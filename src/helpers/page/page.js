"use strict";
const PAPER_WIDTH = 680; // CSS pixels between the margins of an A4 page
const TITLE_HEIGHT = 56, NOTE_LINE = 15; // what a chart keeps free for its title and each more line of its note
const SMALL = 15; // tables with so many rows are opened on paper
const NIGHT = {
  "#222222": "#e6e6e6", "#444444": "#c9c9c9", "#555555": "#b5b5b5", "#666666": "#b0b0b0", "#000000": "#f0f0f0",
  white: "#16181c", "#ffffff": "#2a2e35", "#f2f2f2": "#202329", "#eaf2f8": "#14202b", "#e5e5e5": "#363a41",
  "#bbbbbb": "#4a4e55", "#0072b2": "#4da3dc", "#d55e00": "#f0803c", "#009e73": "#2fbf95", "#56b4e9": "#9ad4f5",
};
const night = window.matchMedia("(prefers-color-scheme: dark)");
const onPaper = document.documentElement.classList.contains("paper");
document.documentElement.classList.replace("plain", "drawn");

// Plotly writes style attributes, which a strict policy refuses; the same through the object model is allowed.
const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value; else setAttribute.call(this, name, value);
};

function read(text, dark) {
  return JSON.parse(text, (key, value) =>
    dark && typeof value === "string" && /color$/i.test(key) ? NIGHT[value.toLowerCase()] ?? value : value);
}

// The title and the note stand above the chart as text, which wraps and can be read aloud.
function untitled({ data, layout }, width) {
  const lines = (layout.title?.subtitle?.text ?? "").split("<br>").length;
  const saved = layout.title?.text ? TITLE_HEIGHT + NOTE_LINE * (lines - 1) : 0;
  delete layout.title;
  layout.margin = { ...layout.margin, t: Math.max((layout.margin?.t ?? 92) - saved, 24) };
  layout.height = (layout.height ?? 400) - saved;
  Object.assign(layout, width ? { width, autosize: false } : { width: undefined, autosize: true });
  return { data, layout };
}

const picture = {
  name: "picture",
  title: "Download as a picture",
  icon: Plotly.Icons.camera,
  click: (plot) => Plotly.downloadImage(
    read(plot.nextElementSibling.textContent, false),
    { format: "png", scale: 2, width: 980, height: plot.layout.height + TITLE_HEIGHT, filename: "chart" },
  ),
};
const config = {
  displaylogo: false, showSendToCloud: false, responsive: true, displayModeBar: "hover", staticPlot: onPaper,
  modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d"], modeBarButtonsToAdd: onPaper ? [] : [picture],
};

function draw(plot, { dark = night.matches, width } = {}) {
  const { data, layout } = untitled(read(plot.nextElementSibling.textContent, dark), width);
  plot.style.minHeight = `${layout.height}px`;
  return Plotly.react(plot, data, layout, config);
}

// What the legend does for the pointer it does for the keyboard; the drawn words are not read twice.
function opened(plot) {
  for (const part of plot.querySelectorAll(".main-svg > :not(.infolayer), .infolayer > :not(.legend)")) {
    part.setAttribute("aria-hidden", "true");
  }
  if (onPaper) return;
  for (const toggle of plot.querySelectorAll(".legendtoggle")) {
    const index = toggle.parentNode.__data__?.[0]?.trace?.index;
    const shown = plot._fullData[index]?.visible === true;
    const name = toggle.parentNode.querySelector(".legendtext")?.textContent ?? "series";
    const told = { tabindex: 0, role: "button", "aria-pressed": shown, "aria-label": `Show ${name}` };
    for (const [key, value] of Object.entries(told)) toggle.setAttribute(key, value);
    toggle.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      Plotly.restyle(plot, { visible: shown ? "legendonly" : true }, [index]);
    };
  }
}

const plots = Array.from(document.querySelectorAll("figure.chart > .plot"));
for (const plot of plots) {
  draw(plot, onPaper ? { dark: false, width: PAPER_WIDTH } : {});
  plot.on("plotly_afterplot", () => opened(plot));
  opened(plot);
}
if (!onPaper) {
  night.addEventListener("change", () => plots.forEach((plot) => draw(plot)));
  window.addEventListener("beforeprint", () => plots.forEach((plot) => draw(plot, { dark: false, width: PAPER_WIDTH })));
  window.addEventListener("afterprint", () => plots.forEach((plot) => draw(plot)));
}

// Every event id leads to the row that tells the event and its sources.
const rows = new Map(Array.from(document.querySelectorAll("tr:has(td.sources) td.event_id"), (cell) => {
  cell.parentElement.id = cell.textContent;
  return [cell.textContent, cell];
}));
function linked(text) {
  const parts = text.data.split(/(E-\d{4}-\d{3,4})/);
  if (parts.length < 2) return;
  text.replaceWith(...parts.map((part) => {
    if (!rows.has(part)) return part;
    const link = document.createElement("a");
    link.href = `#${part}`;
    link.textContent = part;
    return link;
  }));
}
for (const element of document.querySelectorAll("li, td.event_id, td.event_ids")) {
  if (rows.get(element.textContent) === element || element.querySelector("a")) continue;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  texts.forEach(linked);
}

// On paper nobody can open a table or follow a link, and every page says which report it is from.
function address(link) {
  try {
    return decodeURI(link.getAttribute("href")).replaceAll(" ", "%20");
  } catch {
    return link.getAttribute("href");
  }
}
for (const link of document.querySelectorAll('a[href^="http"]')) link.dataset.address = address(link);
if (onPaper) {
  for (const details of document.querySelectorAll("details")) {
    details.open = details.querySelectorAll("tbody tr").length <= SMALL;
  }
}
const margins = new CSSStyleSheet();
margins.replaceSync(`@page { @top-left { content: ${JSON.stringify(document.title)} } }`);
document.adoptedStyleSheets.push(margins);

// A table that is wider than the window is scrolled with the arrow keys, too.
const frames = Array.from(document.querySelectorAll(".output"));
function reachable() {
  for (const frame of frames) {
    const wide = frame.scrollWidth > frame.clientWidth + 1;
    const name = frame.querySelector("caption, summary, figcaption")?.textContent ?? "Output";
    const told = { tabindex: "0", role: "region", "aria-label": name.trim() };
    for (const [key, value] of Object.entries(told)) {
      if (wide) frame.setAttribute(key, value); else frame.removeAttribute(key);
    }
  }
}
const watch = new ResizeObserver(reachable);
for (const frame of frames) {
  watch.observe(frame);
  for (const details of frame.querySelectorAll("details")) details.addEventListener("toggle", reachable);
}
reachable();
