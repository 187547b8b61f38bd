"use strict";
// Search, filters, and a click on a line that plays from there. The page works without it too.
const articles = [...document.querySelectorAll("article")];
const [query, quality, category] = ["query", "quality", "category"].map((id) => document.getElementById(id));
const shown = document.getElementById("shown");
for (const path of new Set(articles.map((each) => each.dataset.path))) {
  category.add(new Option(path, path));
}
document.getElementById("tools").hidden = false;

function apply() {
  const words = query.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const article of articles) {
    const text = article.textContent.toLowerCase();
    article.hidden = !(
      words.every((word) => text.includes(word)) &&
      (!quality.value || article.classList.contains(quality.value)) &&
      (!category.value || article.dataset.path === category.value)
    );
    count += article.hidden ? 0 : 1;
  }
  shown.textContent = `${count} / ${articles.length}`;
}

for (const tool of [query, quality, category]) tool.addEventListener("input", apply);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target.tagName !== "INPUT") {
    event.preventDefault();
    query.focus();
  }
});
document.addEventListener("click", (event) => {
  const at = event.target.dataset?.at;
  const audio = event.target.closest("article")?.querySelector("audio");
  if (at === undefined || !audio) return;
  audio.currentTime = Number(at);
  audio.play();
});
document.addEventListener(
  "play",
  (event) => {
    for (const audio of document.querySelectorAll("audio")) if (audio !== event.target) audio.pause();
  },
  true,
);
apply();
