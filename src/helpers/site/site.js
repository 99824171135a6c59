"use strict";
const form = document.getElementById("search");
const words = document.getElementById("words"), kind = document.getElementById("kind");
const found = document.getElementById("found");

// Letters without their marks and in one case: "Aliyev" finds "Əliyev" and "ALİYEV".
const LETTERS = { ə: "a", ı: "i" };
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[əı]/g, (letter) => LETTERS[letter]);
}

const reports = Array.from(document.querySelectorAll(".report"), (item) => ({ item, text: plain(item.dataset.text) }));

function filter() {
  const wanted = plain(words.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { item, text } of reports) {
    const fits = (!kind.value || item.dataset.kind === kind.value) && wanted.every((word) => text.includes(word));
    item.hidden = !fits;
    shown += fits;
  }
  found.textContent = shown === 0 ? "No report fits: try fewer words." : `${shown} of ${reports.length} reports shown.`;
}

words.addEventListener("input", filter);
kind.addEventListener("change", filter);
words.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { words.value = ""; filter(); }
});
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("pageshow", filter); // a browser that goes back fills the box in again
form.hidden = false;
filter();

// On paper nobody can open what is folded.
const folded = Array.from(document.querySelectorAll("details"));
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = folded.filter((details) => !details.open);
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
