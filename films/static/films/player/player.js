/*
 * Where the film comes from, the player and the transcript, in one file, so that a page asks for one script.
 *
 * The buttons under the film. The film itself is the browser's own <video controls>: without this script it plays,
 * seeks and shows captions all the same. Nothing here plays by itself, and nothing leaves the device.
 */
const SKIP_MIN_MS = 10_000; // a film is resumed only from this far in, and this far from its end
const SAVE_EVERY_MS = 5_000;
const GIVE_UP_MS = 10_000; // after so long without a picture, the ways to listen and read are offered

/** What a device remembers; a browser that keeps nothing (private window, blocked storage) is no reason to fail. */
const memory = {
  get(key) {
    try {
      return localStorage.getItem(`films.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(`films.${key}`);
      else localStorage.setItem(`films.${key}`, value);
    } catch {
      /* nothing is remembered, everything works */
    }
  },
};

/** 65500 -> "1:05" */
function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** "52", "52.4", "1:05", "1:02:03", "1m5s" -> milliseconds; NaN for anything else */
function parseTime(text) {
  const spelt = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (text && spelt) return spelt.slice(1).reduce((total, part) => total * 60 + Number(part ?? 0), 0) * 1000;
  if (!/^(\d+:){0,2}\d+(\.\d+)?$/.test(text)) return NaN;
  return text.split(":").reduce((total, part) => total * 60 + Number(part), 0) * 1000;
}

/** The moment, or the span, that an address names: ?t=52 or ?t=52,58 */
function spanOf(search) {
  const wanted = new URLSearchParams(search).get("t");
  if (!wanted) return {};
  const [start, end] = wanted.split(",").map((part) => parseTime(part.trim()));
  if (Number.isNaN(start)) return {};
  return { start, end: end > start ? end : undefined };
}

/** Copies text; where the browser does not allow it, shows it to be copied by hand. */
async function copy(text, status, done) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = done;
  } catch {
    status.textContent = "Copy this: ";
    const field = document.createElement("input");
    field.className = "copy-by-hand";
    field.readOnly = true;
    field.value = text;
    field.setAttribute("aria-label", "Text to copy");
    status.append(field);
    field.focus();
    field.select();
  }
}

/*
 * Where the film comes from: streamed in pieces, as one file, or its sound alone.
 *
 * Without scripts the browser plays the plain file in the page. With this the film is streamed, by the browser itself
 * where it can and else by hls.js, which is fetched when somebody presses play and never before. Whatever goes wrong
 * with streaming, the plain file plays on from the same second. It listens before the player does, which so
 * hears only of failures that leave nothing to play.
 */
const PLAYLIST = "application/vnd.apple.mpegurl";
const NOTHING_MS = 8_000; // after so long without a sign of the stream, the plain file is tried

/**
 * Bits a second to begin with: a third of what the line gave for hls.js itself, so that the first four seconds of film
 * take about one to come. Without a measure (the script was kept from last time) as for a slow phone.
 */
function startEstimate(script) {
  const [took] = performance.getEntriesByName(new URL(script, location.href).href);
  const isMeasured = took?.transferSize > 0 && took.responseEnd > took.startTime;
  return isMeasured ? (took.encodedBodySize * 8000) / (took.responseEnd - took.startTime) / 3 : 300_000;
}

class Sources {
  constructor(root) {
    this.root = root;
    this.video = root.querySelector("video");
    this.status = root.querySelector("[data-player-status]");
    this.note = root.querySelector("[data-player-quality-note]");
    this.menu = root.querySelector("[data-player-quality]");
    this.choices = [...this.menu.options];
    this.way = this.wayToStream();
    this.at = 0;
    this.isPlaying = false; // or meant to: a film that has failed calls itself paused, and tells nobody
    this.turn = 0; // how often the source has changed; what was begun for an earlier one comes too late
    this.video.addEventListener("timeupdate", () => {
      this.at = this.video.currentTime;
    });
    this.video.addEventListener("error", (event) => this.onError(event));
    this.video.addEventListener("play", () => this.onPlay());
    for (const end of ["pause", "ended"]) {
      this.video.addEventListener(end, () => {
        this.isPlaying = false;
      });
    }
    for (const sign of ["loadedmetadata", "pause"]) this.video.addEventListener(sign, () => clearTimeout(this.waiting));
    this.menu.addEventListener("change", () => this.onChoice());
    this.offer();
    this.begin();
  }

  /** "native", "hls.js", or "" where a film cannot be streamed. `?player=` picks one, for tests. */
  wayToStream() {
    const wanted = new URLSearchParams(location.search).get("player");
    if (wanted === "file" || !this.choices.some((one) => one.dataset.kind === "stream")) return "";
    if (wanted !== "hls.js" && this.video.canPlayType(PLAYLIST)) return "native";
    return "MediaSource" in globalThis ? "hls.js" : "";
  }

  /** The menu lists what can be had in the way in use: qualities of the stream, or whole files. */
  offer() {
    const kinds = [this.way ? "stream" : "file", "sound"];
    this.menu.replaceChildren(...this.choices.filter((one) => kinds.includes(one.dataset.kind)));
    this.menu.closest("[data-player-choice]").hidden = this.menu.options.length < 2;
  }

  /** The choice with this code, or the best that is not above it ("540p" where there is no "720p"), or the first. */
  choice(code) {
    const offered = [...this.menu.options];
    const most = parseInt(code, 10);
    return (
      offered.find((one) => one.value === code) ??
      offered.find((one) => parseInt(one.value, 10) <= most) ??
      offered[0]
    );
  }

  begin() {
    const saves = "saveData" in this.root.dataset || navigator.connection?.saveData;
    const code = memory.get("quality") ?? (saves ? "low" : "auto");
    const chosen = this.choice(code);
    if (chosen.value !== "auto") {
      this.note.textContent = memory.get("quality")
        ? "This quality is kept from last time, on this device only."
        : "Your browser asks to save data, so films start small.";
    }
    this.menu.value = chosen.value;
    this.now = chosen;
    // The plain file stands in the page already.
    if (chosen.dataset.kind !== "file" || chosen.value !== "auto" || saves) this.use(chosen);
  }

  onChoice() {
    const chosen = this.menu.selectedOptions[0];
    this.note.textContent = "";
    this.use(chosen);
    if (chosen.dataset.kind === "sound") {
      this.say("Sound only. Captions and transcript go with it.");
    } else {
      memory.set("quality", chosen.value);
      this.say(`Quality: ${chosen.label}. This device remembers it.`);
    }
  }

  say(text) {
    this.status.textContent = text;
  }

  /** Plays `choice` from where the film is, and goes on playing if it was. */
  use(choice) {
    const [at, isPlaying] = [this.video.currentTime || this.at, this.isPlaying];
    this.turn += 1;
    this.now = choice;
    this.isLoaded = false;
    this.hls?.destroy();
    this.hls = undefined;
    clearTimeout(this.waiting);
    if (choice.dataset.kind === "stream" && this.way === "hls.js") {
      // Holds the place until hls.js is there: nothing is fetched for it, and the browser's play button works.
      this.video.src = URL.createObjectURL(new MediaSource());
    } else this.video.src = choice.dataset.src;
    this.goOn(at, isPlaying);
  }

  goOn(at, isPlaying) {
    this.at = at;
    this.video.currentTime = at; // before the film is loaded: where it will start
    if (isPlaying) {
      this.video.play().catch(() => {
        /* paused again at once, or another source by now */
      });
    }
  }

  onPlay() {
    this.isPlaying = true;
    if (this.now.dataset.kind !== "stream") return;
    if (this.video.readyState === 0) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.fallBack(), NOTHING_MS);
    }
    if (this.way === "hls.js" && !this.isLoaded) this.load();
  }

  async load() {
    const turn = this.turn;
    this.isLoaded = true;
    const script = await import(this.root.dataset.hlsScript).catch(() => null);
    if (turn !== this.turn) return;
    const Hls = script?.default;
    if (!Hls?.isSupported()) {
      this.fallBack();
      return;
    }
    const [at, isPlaying] = [this.video.currentTime || this.at, this.isPlaying];
    // Its worker would be a script made from text, which the site's content policy rules out.
    this.hls = new Hls({
      enableWorker: false,
      startPosition: at || -1,
      capLevelToPlayerSize: true,
      abrEwmaDefaultEstimate: startEstimate(this.root.dataset.hlsScript),
    });
    this.hls.on(Hls.Events.ERROR, (_, { fatal }) => fatal && turn === this.turn && this.fallBack());
    this.hls.loadSource(this.now.dataset.src);
    this.hls.attachMedia(this.video);
    this.goOn(at, isPlaying);
  }

  onError(event) {
    const { kind } = this.now.dataset;
    if (kind === "file") return; // nothing else is left: the player says so
    event.stopImmediatePropagation();
    if (kind === "stream") {
      this.fallBack();
      return;
    }
    this.choices = this.choices.filter((one) => one.dataset.kind !== "sound");
    this.offer();
    this.use(this.choice(memory.get("quality") ?? "auto"));
    this.say("The sound alone will not play here. The film goes on instead.");
  }

  /** Streaming has failed: the plain file from the same second, as small as what was chosen. */
  fallBack() {
    const { value } = this.now;
    this.way = "";
    this.offer();
    this.menu.value = this.choice(value).value;
    this.use(this.choice(value));
    this.note.textContent = "";
    this.say("Streaming does not work here. The film plays as one file instead.");
  }
}

class Player {
  constructor(root) {
    this.root = root;
    this.video = root.querySelector("video");
    this.status = root.querySelector("[data-player-status]");
    this.controls = root.querySelector("[data-player-controls]");
    this.film = root.dataset.film;
    this.span = spanOf(location.search);
    this.saved = 0;
    this.startPlaying();
    this.startControls();
    this.startCaptions();
    this.startPlace();
    this.startFailure();
    this.controls.hidden = false;
  }

  say(text) {
    this.status.textContent = text;
  }

  part(name) {
    return this.controls.querySelector(`[data-player-${name}]`);
  }

  /** Moves to a moment; `play` only ever follows somebody's click or key. */
  seek(ms, { play = false } = {}) {
    this.span.end = undefined;
    this.video.currentTime = ms / 1000;
    // A film that is not loaded yet tells nobody that it has moved.
    this.video.dispatchEvent(new Event("timeupdate"));
    if (play) this.play();
  }

  play() {
    this.video.play().catch(() => {
      /* paused again at once, or refused by the browser: its own controls say so */
    });
  }

  get timeMs() {
    return this.video.currentTime * 1000;
  }

  startPlaying() {
    const button = this.part("play");
    const label = button.querySelector("[data-label]");
    const show = () => {
      label.textContent = this.video.paused ? "Play" : "Pause";
      button.dataset.playing = String(!this.video.paused);
      this.root.toggleAttribute("data-playing", !this.video.paused);
    };
    button.addEventListener("click", () => (this.video.paused ? this.play() : this.video.pause()));
    this.video.addEventListener("play", show);
    this.video.addEventListener("pause", show);
    this.video.addEventListener("timeupdate", () => this.onTime());
    this.video.addEventListener("seeked", () => this.showTime());
  }

  startControls() {
    for (const button of this.controls.querySelectorAll("[data-player-skip]")) {
      button.addEventListener("click", () => {
        this.seek(Math.max(0, this.timeMs + Number(button.dataset.playerSkip) * 1000));
        this.say(`At ${clock(this.timeMs)}`);
      });
    }
    const speed = this.part("speed");
    const kept = memory.get("speed");
    if (kept && [...speed.options].some((option) => option.value === kept)) speed.value = kept;
    const setSpeed = () => {
      this.video.defaultPlaybackRate = this.video.playbackRate = Number(speed.value);
    };
    setSpeed();
    speed.addEventListener("change", () => {
      setSpeed();
      memory.set("speed", speed.value);
      this.say(`Speed ${speed.value}`);
    });
    this.part("share").addEventListener("click", () => {
      const address = new URL(location.pathname, location.href);
      const seconds = Math.floor(this.timeMs / 1000);
      if (seconds) address.searchParams.set("t", String(seconds));
      copy(address.href, this.status, `Link copied. It opens the film at ${clock(seconds * 1000)}.`);
    });
    // Single keys work only while the focus is in the player (WCAG 2.2, 2.1.4), and never in its list of speeds.
    this.root.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("select, input")) return;
      const act = {
        k: () => this.part("play").click(),
        j: () => this.controls.querySelector('[data-player-skip="-10"]').click(),
        l: () => this.controls.querySelector('[data-player-skip="10"]').click(),
        c: () => this.part("captions").click(),
      }[event.key.toLowerCase()];
      if (act) {
        event.preventDefault();
        act();
      }
    });
  }

  startCaptions() {
    const button = this.part("captions");
    const tracks = [...this.video.textTracks].filter((track) => ["captions", "subtitles"].includes(track.kind));
    if (!tracks.length) {
      button.hidden = true;
      return;
    }
    const shown = () => tracks.find((track) => track.mode === "showing");
    const reflect = () => {
      button.setAttribute("aria-pressed", String(Boolean(shown())));
      memory.set("captions", shown() ? shown().language : "off");
    };
    const wanted = memory.get("captions");
    if (wanted && wanted !== "off") {
      const track = tracks.find((one) => one.language === wanted) ?? tracks[0];
      track.mode = "showing";
      button.setAttribute("aria-pressed", "true");
    }
    button.addEventListener("click", () => {
      const current = shown();
      if (current) current.mode = "disabled";
      else (tracks.find((one) => one.language === memory.get("captions")) ?? tracks[0]).mode = "showing";
      this.say(current ? "Captions are off" : "Captions are on");
    });
    // Also when they are changed in the browser's own menu.
    this.video.textTracks.addEventListener("change", reflect);
  }

  /** Where to start: the moment in the address, else where this device stopped. */
  startPlace() {
    const { start, end } = this.span;
    const isLost = /^#line-/.test(location.hash) && !document.getElementById(location.hash.slice(1));
    if (isLost) this.leadToTranscript();
    if (start !== undefined) {
      this.video.currentTime = start / 1000;
      const place = end ? `From ${clock(start)} to ${clock(end)}` : `Starts at ${clock(start)}`;
      this.say(isLost ? `The words of this film have changed since this link was made. ${place}.` : place);
      this.showTime();
    } else {
      this.offerToResume();
    }
    addEventListener("pagehide", () => this.save());
    this.video.addEventListener("pause", () => this.save());
    this.video.addEventListener("ended", () => memory.set(`at.${this.film}`, null));
  }

  /** A link to a line that is gone opens the top of the words, and says so there. */
  leadToTranscript() {
    const head = document.querySelector("#transcript .transcript-head");
    if (!head) return;
    const note = document.createElement("p");
    note.className = "transcript-note";
    note.setAttribute("role", "status");
    head.after(note);
    note.textContent = "The words you were sent to are no longer in this film. Here is the whole transcript.";
    head.scrollIntoView();
  }

  offerToResume() {
    const at = Number(memory.get(`at.${this.film}`));
    if (!(at >= SKIP_MIN_MS)) return;
    this.video.currentTime = at / 1000;
    this.showTime();
    this.say(`Starts at ${clock(at)}, where you stopped. `);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "player-again";
    again.textContent = "Start from the beginning";
    again.addEventListener("click", () => {
      memory.set(`at.${this.film}`, null);
      this.seek(0);
      this.say("Starts at the beginning");
      this.part("play").focus();
    });
    this.status.append(again);
  }

  save() {
    const [at, length] = [this.timeMs, this.video.duration * 1000];
    if (!this.video.played.length || Number.isNaN(length)) return;
    memory.set(`at.${this.film}`, at >= SKIP_MIN_MS && at <= length - SKIP_MIN_MS ? String(Math.floor(at)) : null);
  }

  onTime() {
    this.showTime();
    const { end } = this.span;
    if (end !== undefined && this.timeMs >= end && !this.video.paused) {
      this.span.end = undefined; // play on from here if asked to
      this.video.pause();
      this.say(`Stopped at ${clock(end)}, where this part ends`);
    }
    if (Math.abs(this.timeMs - this.saved) >= SAVE_EVERY_MS) {
      this.saved = this.timeMs;
      this.save();
    }
  }

  showTime() {
    this.part("time").textContent = clock(this.timeMs);
  }

  startFailure() {
    const panel = this.root.querySelector("[data-player-failed]");
    let waiting;
    const fail = () => {
      panel.hidden = false;
      this.say("This film will not play here.");
    };
    const recover = () => {
      clearTimeout(waiting);
      if (this.video.error) return; // a browser may pause a film that has failed
      if (!panel.hidden) {
        panel.hidden = true;
        this.say("");
      }
    };
    const wait = () => {
      clearTimeout(waiting);
      waiting = setTimeout(fail, GIVE_UP_MS);
    };
    this.video.querySelector("source:last-of-type")?.addEventListener("error", fail);
    this.video.addEventListener("error", fail);
    this.video.addEventListener("play", () => this.video.readyState < 2 && wait());
    this.video.addEventListener("waiting", wait);
    for (const good of ["playing", "canplay", "pause"]) this.video.addEventListener(good, recover);
  }
}

const root = document.querySelector("[data-player]");
if (root?.querySelector("[data-player-quality]")) new Sources(root);
const player = root ? new Player(root) : null;

if (player) {
  const chapters = [...document.querySelectorAll("a.chapter[data-start-ms]")];
  for (const link of chapters) {
    link.addEventListener("click", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, as for any link
      event.preventDefault();
      player.seek(Number(link.dataset.startMs), { play: true });
      player.root.scrollIntoView({ block: "nearest" });
      const title = link.querySelector(".chapter-title")?.textContent;
      player.say(title ? `Chapter: ${title}` : `At ${clock(player.timeMs)}`);
    });
  }
  const mark = () => {
    const now = chapters.findLast((link) => Number(link.dataset.startMs) <= player.timeMs);
    for (const link of chapters) {
      if (link === now && player.timeMs > 0) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  player.video.addEventListener("timeupdate", mark);
  player.video.addEventListener("seeked", mark);
}

/*
 * The transcript, in paragraphs of lines (what one caption says): the line being spoken is marked, a time plays from
 * there and words go there, words can be found, a paragraph or a part of it can be copied as a quotation with its
 * time. Without this script every time is a plain link.
 */
const section = document.querySelector("[data-transcript]");
const lines = section
  ? [...section.querySelectorAll("[data-line]")].map((element) => ({ element, start: Number(element.dataset.startMs) }))
  : [];

/** The line on screen at a moment, or the last one before it; undefined before the first. */
function lineAt(ms) {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].start <= ms) low = middle + 1;
    else high = middle;
  }
  return lines[low - 1]?.element;
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
  const follow = () => current?.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
  const timeOf = (line) => line?.closest("[data-said]").querySelector(".said-time");
  const mark = () => {
    const line = lineAt(player.timeMs);
    if (line === current) return;
    // A screen reader hears of it at the time of the paragraph, and reads the words themselves without a break.
    timeOf(current)?.removeAttribute("aria-current");
    timeOf(line)?.setAttribute("aria-current", "true");
    current?.removeAttribute("data-now");
    line?.setAttribute("data-now", "");
    current = line;
    if (box.checked && !player.video.paused && !section.hasAttribute("data-searching")) follow();
  };
  player.video.addEventListener("timeupdate", mark);
  player.video.addEventListener("seeked", mark);
  // While the words move with the film and the film has left the screen, it is shown small in a corner.
  new IntersectionObserver(([entry]) => {
    player.root.toggleAttribute("data-away", !entry.isIntersecting);
  }).observe(player.root);
}

/** Where `wanted` (a pattern) stands in a paragraph, as ranges, which may run over several lines. */
function rangesIn(words, wanted) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let at = 0, node; (node = walker.nextNode()); at += node.length) nodes.push({ node, at });
  const place = (offset) => {
    const { node, at } = nodes.findLast((one) => one.at <= offset);
    return [node, offset - at];
  };
  return [...words.textContent.matchAll(wanted)].map((match) => {
    const range = new Range();
    range.setStart(...place(match.index));
    range.setEnd(...place(match.index + match[0].length));
    return range;
  });
}

function startSearch(tools, paragraphs) {
  const field = tools.querySelector("[data-transcript-search]");
  const found = tools.querySelector("[data-transcript-found]");
  const search = () => {
    const wanted = field.value.trim();
    const isSearching = wanted.length > 1;
    const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    const ranges = [];
    section.toggleAttribute("data-searching", isSearching);
    for (const { element, words } of paragraphs) {
      const here = isSearching ? rangesIn(words, new RegExp(escaped, "gi")) : [];
      element.toggleAttribute("data-found", here.length > 0);
      ranges.push(...here);
    }
    // Marked without touching the text; a browser that cannot do so still leaves only the paragraphs that hold it.
    if (globalThis.Highlight) CSS.highlights.set("found", new Highlight(...ranges));
    const times = ranges.length === 1 ? "Found once" : `Found ${ranges.length} times`;
    found.textContent = !isSearching ? "" : ranges.length ? times : "Not found";
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

/** What is selected in a paragraph: its words and the first line it touches; else all of the paragraph. */
function chosenIn({ words }) {
  const all = [...words.querySelectorAll("[data-line]")];
  const selection = getSelection();
  if (selection.rangeCount && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(words)) {
    const range = selection.getRangeAt(0).cloneRange();
    if (!words.contains(range.startContainer)) range.setStart(words, 0);
    if (!words.contains(range.endContainer)) range.setEnd(words, words.childNodes.length);
    const text = range.toString().trim();
    if (text) return { text, line: all.find((line) => range.intersectsNode(line)) };
  }
  return { text: words.textContent.trim(), line: all[0] };
}

/** “Words” – speaker, role, film, time and an address that starts there. */
function quotation(paragraph) {
  const { text, line } = chosenIn(paragraph);
  const { speaker, role } = line.closest("[data-speaker]").dataset;
  const film = document.querySelector("h1").textContent.trim();
  const who = [speaker, role].filter(Boolean).join(", ");
  const time = clock(Number(line.dataset.startMs));
  const source = [who, `“${film}”`, time].filter(Boolean).join(", ");
  return { time, text: `“${text}”\n${source}\n${new URL(line.dataset.url, location.href).href}` };
}

function startParagraph(paragraph, status) {
  const time = paragraph.element.querySelector(".said-time");
  const start = Number(paragraph.words.querySelector("[data-line]").dataset.startMs);
  const isPlain = (event) => !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  const playFrom = (event) => {
    if (!player || !isPlain(event)) return;
    event.preventDefault();
    player.seek(start, { play: true });
  };
  time.addEventListener("click", playFrom);
  // Space plays from here as Enter does, rather than scrolling.
  time.addEventListener("keydown", (event) => event.key === " " && playFrom(event));
  const button = paragraph.element.querySelector("[data-copy]");
  button.hidden = false;
  button.addEventListener("mousedown", (event) => event.preventDefault()); // or the selection would be lost
  button.addEventListener("click", () => {
    const quote = quotation(paragraph);
    copy(quote.text, status, `Quote from ${quote.time} copied`);
  });
}

if (section && lines.length) {
  const tools = section.querySelector("[data-transcript-tools]");
  const paragraphs = [...section.querySelectorAll("[data-said]")].map((element) => ({
    element,
    words: element.querySelector(".said-words"),
  }));
  for (const paragraph of paragraphs) startParagraph(paragraph, tools.querySelector("[data-transcript-found]"));
  startSearch(tools, paragraphs);
  if (player) {
    startFollowing(tools);
    // On the document, since screen readers call an element that listens for itself "clickable".
    document.addEventListener("click", (event) => {
      const line = event.target.closest("[data-line]");
      if (line && getSelection().isCollapsed) player.seek(Number(line.dataset.startMs));
    });
  } else tools.querySelector(".transcript-follow").hidden = true;
  tools.hidden = false;
}
