/*
 * The transcript beside the film: the line being spoken is marked, a time plays from there, words can be found,
 * a line can be copied as a quotation with its time. Without this script every time is a plain link.
 */
import { clock, copy, memory, player } from "./player.js";

const section = document.querySelector("[data-transcript]");
const lines = section
  ? [...section.querySelectorAll("[data-line]")].map((element) => ({
      element,
      start: Number(element.dataset.startMs),
      end: Number(element.dataset.endMs),
      words: element.querySelector(".line-words"),
    }))
  : [];

/** The line on screen at a moment, or the last one before it; undefined before the first. */
function lineAt(ms) {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].start <= ms) low = middle + 1;
    else high = middle;
  }
  return lines[low - 1];
}

function startFollowing(tools) {
  const box = tools.querySelector("[data-transcript-follow]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let current;
  box.checked = memory.get("follow") === "yes";
  box.addEventListener("change", () => {
    memory.set("follow", box.checked ? "yes" : "no");
    document.documentElement.toggleAttribute("data-following", box.checked);
    if (box.checked) follow();
  });
  document.documentElement.toggleAttribute("data-following", box.checked);
  const follow = () =>
    current?.element.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
  const mark = () => {
    const line = lineAt(player.timeMs);
    if (line === current) return;
    current?.element.removeAttribute("aria-current");
    current = line;
    line?.element.setAttribute("aria-current", "true");
    if (box.checked && !player.video.paused && !section.hasAttribute("data-searching")) follow();
  };
  player.video.addEventListener("timeupdate", mark);
  player.video.addEventListener("seeked", mark);
  // While the words move with the film and the film has left the screen, it is shown small in a corner.
  new IntersectionObserver(([entry]) => {
    player.root.toggleAttribute("data-away", !entry.isIntersecting);
  }).observe(player.root);
}

function startSearch(tools) {
  const field = tools.querySelector("[data-transcript-search]");
  const found = tools.querySelector("[data-transcript-found]");
  const clear = (line) => {
    line.element.removeAttribute("data-found");
    line.words.replaceChildren(line.words.textContent);
  };
  const search = () => {
    const wanted = field.value.trim().toLowerCase();
    section.toggleAttribute("data-searching", wanted.length > 1);
    let count = 0;
    for (const line of lines) {
      clear(line);
      if (wanted.length < 2) continue;
      const text = line.words.textContent;
      const at = text.toLowerCase().indexOf(wanted);
      if (at < 0) continue;
      count += 1;
      line.element.setAttribute("data-found", "");
      const mark = document.createElement("mark");
      mark.textContent = text.slice(at, at + wanted.length);
      line.words.replaceChildren(text.slice(0, at), mark, text.slice(at + wanted.length));
    }
    found.textContent = wanted.length < 2 ? "" : count === 1 ? "1 line" : `${count} lines`;
  };
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.preventDefault();
      field.value = "";
      search();
    }
  });
}

/** “Words” – speaker, role, film, time and an address that starts there. */
function quotation(line) {
  const { speaker, role, url } = line.element.dataset;
  const film = document.querySelector("h1").textContent.trim();
  const who = [speaker, role].filter(Boolean).join(", ");
  const source = [who, `“${film}”`, clock(line.start)].filter(Boolean).join(", ");
  return `“${line.words.textContent.trim()}”\n${source}\n${new URL(url, location.href).href}`;
}

function startLines(status) {
  for (const line of lines) {
    const time = line.element.querySelector(".line-time");
    time.addEventListener("click", (event) => {
      if (!player || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      player.seek(line.start, { play: true });
    });
    time.addEventListener("keydown", (event) => {
      if (event.key !== " " || !player) return;
      event.preventDefault(); // Space plays from here as Enter does, rather than scrolling
      player.seek(line.start, { play: true });
    });
    const button = line.element.querySelector("[data-copy]");
    button.hidden = false;
    button.addEventListener("click", () => copy(quotation(line), status, `Quote from ${clock(line.start)} copied`));
  }
}

if (section && lines.length) {
  const tools = section.querySelector("[data-transcript-tools]");
  startLines(tools.querySelector("[data-transcript-found]"));
  startSearch(tools);
  if (player) startFollowing(tools);
  else tools.querySelector(".transcript-follow").hidden = true;
  tools.hidden = false;
}
