/*
 * Where the film comes from: streamed in pieces, as one file, or its sound alone.
 *
 * Without this script the browser plays the plain file in the page. With it the film is streamed, by the browser itself
 * where it can and else by hls.js, which is fetched when somebody presses play and never before. Whatever goes wrong
 * with streaming, the plain file plays on from the same second. It stands before player.js in the page: so it hears of
 * a failure first, and player.js only of those that leave nothing to play.
 */
const PLAYLIST = "application/vnd.apple.mpegurl";
const NOTHING_MS = 8_000; // after so long without a sign of the stream, the plain file is tried
const KEPT = "films.quality";

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(code) {
  try {
    localStorage.setItem(KEPT, code);
  } catch {
    /* a browser that keeps nothing: the choice holds for this page */
  }
}

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
    const code = kept() ?? (saves ? "low" : "auto");
    const chosen = this.choice(code);
    if (chosen.value !== "auto") {
      this.note.textContent = kept()
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
      keep(chosen.value);
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
    if (kind === "file") return; // nothing else is left: player.js says so
    event.stopImmediatePropagation();
    if (kind === "stream") {
      this.fallBack();
      return;
    }
    this.choices = this.choices.filter((one) => one.dataset.kind !== "sound");
    this.offer();
    this.use(this.choice(kept() ?? "auto"));
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

const root = document.querySelector("[data-player]");
if (root?.querySelector("[data-player-quality]")) new Sources(root);
