"use strict";
const PRINT_WIDTH = 680; // CSS pixels between the margins of an A4 page
const plots = Array.from(document.querySelectorAll("figure.chart"), (figure) => {
  const { data, layout } = JSON.parse(figure.querySelector("script").textContent);
  const plot = figure.querySelector(".plot");
  delete layout.width;
  layout.autosize = true;
  Plotly.newPlot(plot, data, layout, { responsive: true, displaylogo: false, displayModeBar: "hover" });
  return plot;
});
window.addEventListener("beforeprint", () => plots.forEach((plot) => Plotly.relayout(plot, { width: PRINT_WIDTH })));
window.addEventListener("afterprint", () => plots.forEach((plot) => Plotly.relayout(plot, { width: null, autosize: true })));

// Every event id leads to the row that tells the event and its sources.
const rows = new Map(Array.from(document.querySelectorAll("tr:has(td.sources) td.event_id"), (cell) => {
  cell.parentElement.id = cell.textContent;
  return [cell.textContent, cell];
}));
for (const element of document.querySelectorAll("li, td.event_id, td.event_ids")) {
  if (rows.get(element.textContent) === element) continue;
  const parts = element.textContent.split(/(E-\d{4}-\d{3,4})/);
  if (parts.length < 2 || element.querySelector("a")) continue;
  element.replaceChildren(...parts.map((part) => {
    if (!rows.has(part)) return part;
    const link = document.createElement("a");
    link.href = `#${part}`;
    link.textContent = part;
    return link;
  }));
}
