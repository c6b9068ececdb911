"use strict";
const form = document.getElementById("filter");
const articles = [...document.querySelectorAll("article")];
const count = document.getElementById("count");
let last = null;

function filter() {
  const data = new FormData(form);
  const verdicts = data.getAll("verdict");
  const category = data.get("category");
  const words = data.get("words").toLowerCase();
  let shown = 0;
  for (const article of articles) {
    const { verdict, categories, hidden } = article.dataset;
    article.hidden = !(verdicts.includes(verdict)
      && (!category || categories.split(" ").includes(category))
      && (!data.has("concealed") || hidden !== undefined)
      && (!words || article.textContent.toLowerCase().includes(words)));
    shown += !article.hidden;
  }
  count.textContent = `${shown.toLocaleString("en")} shown`;
}

function go(selector, step) {
  const places = [...document.querySelectorAll(`article:not([hidden]) ${selector}`)];
  if (!places.length) return;
  let at = places.indexOf(last);
  if (at < 0) {
    const below = places.findIndex((place) => place.getBoundingClientRect().top > 1);
    at = (below < 0 ? places.length : below) - (step > 0 ? 1 : 0);
  }
  last = places[Math.max(0, Math.min(places.length - 1, at + step))];
  last.focus({ preventScroll: true });
  last.scrollIntoView({ block: selector === "h2" ? "start" : "center" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input[type=search], select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "j") go("mark[id]", 1);
  else if (event.key === "k") go("mark[id]", -1);
  else if (event.key === "n") go("h2", 1);
  else if (event.key === "p") go("h2", -1);
  else if (event.key === "/") form.elements.words.focus();
  else return;
  event.preventDefault();
});
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
filter();
