// Sends films in pieces (tus), so that a lost connection or a closed page costs no more than the last piece. The site
// remembers what has arrived, so nothing is kept in the browser. Without this script the form is sent as forms are.
// In the film's own page and in the chooser of the film form; both forms go the usual way once the film is here.
(() => {
  const PIECE_BYTES = 8 * 1024 * 1024;
  // About 20 minutes of tries; progress starts the row anew.
  const WAITS_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, ...Array(18).fill(60000)];
  const NOT_FOR_TRYING_AGAIN = new Set([507]);
  const WORTH_TRYING_AGAIN = new Set([0, 409, 423]);
  const LOST = "The connection was lost. We go on by ourselves when it is back. What has been sent is kept.";
  const LEAVE = "You can leave this page. Come back and choose the same film to go on where it stopped.";
  const SIGNED_OUT = "You may not upload now. Sign in again, then choose the same film to go on where it stopped.";
  const STOPPED = "The connection was lost for a long time. What has been sent is kept. Choose “Go on” to try again.";

  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("change", onChange);
  document.addEventListener("click", onClick);
  document.addEventListener("DOMContentLoaded", prepare);

  function prepare() {
    document.querySelectorAll("[data-film-forget]").forEach((button) => { button.hidden = false; });
    const file = document.querySelector("[data-film-file]");
    if (file && listAddress(file.form)) file.multiple = true;
  }

  function onSubmit(event) {
    const form = event.target;
    const file = form.querySelector("[data-film-file]");
    if (!file || file.disabled || !file.files.length) return; // nothing to send first
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.filmBusy) return;
    form.dataset.filmBusy = "yes";
    sendAll(form, file);
  }

  function onChange(event) {
    const file = event.target;
    if (!file.matches?.("[data-film-file]") || file.form.dataset.filmBusy) return;
    file.form.querySelector("[data-film-transfers]")?.remove();
  }

  async function onClick(event) {
    const button = event.target.closest?.("[data-film-forget]");
    if (!button) return;
    const answer = await fetch(button.dataset.filmForget, {
      method: "DELETE",
      headers: { ...headersFor(document.querySelector("[data-film-file]").form), "Tus-Resumable": "1.0.0" },
    }).catch(() => null);
    const said = document.querySelector("[data-film-forgotten]");
    if (!answer?.ok && answer?.status !== 404) {
      said.textContent = "This upload could not be removed. Try again.";
      return;
    }
    said.textContent = `${button.dataset.filmName} is removed.`;
    said.focus();
    button.closest("li").remove();
  }

  async function sendAll(form, file) {
    const files = [...file.files];
    const panel = element("div", "film-transfers", { "data-film-transfers": "" });
    panel.append(element("p", "film-transfers-note", {}, LEAVE));
    form.querySelector("[data-film-transfers]")?.remove();
    (file.closest("[data-contentpath]") ?? file.closest(".w-field__wrapper") ?? file).after(panel);
    const transfers = files.map((one) => new Transfer(one, form, file, panel, files.length === 1));
    const loaded = await loadTus(file.dataset.filmTus).catch(() => null);
    const here = [];
    for (const transfer of transfers) {
      const address = loaded ? await transfer.run() : transfer.fail(LOST);
      if (address) here.push(address);
    }
    delete form.dataset.filmBusy;
    if (here.length < files.length) {
      ready(form);
    } else if (files.length > 1) {
      location.assign(listAddress(form));
    } else {
      const id = here[0].split("/").filter(Boolean).pop();
      form.querySelector("[data-film-upload]").value = id;
      file.disabled = true; // the bytes are there: the form goes without them
      form.requestSubmit();
    }
  }

  class Transfer {
    constructor(file, form, input, panel, isOnly) {
      this.file = file;
      this.bar = element("progress", "", { max: 100, value: 0, "aria-label": `Uploading ${file.name}` });
      this.figures = element("span", "film-transfer-figures", {}, "Waiting");
      this.words = element("p", "film-transfer-words", { role: "status" });
      this.button = element("button", "button button-small button-secondary", { type: "button" }, "Pause");
      this.button.setAttribute("aria-label", `Pause ${file.name}`);
      this.button.hidden = true;
      this.button.addEventListener("click", () => (this.isPaused ? this.goOn() : this.pause()));
      const row = element("div", "film-transfer");
      row.append(element("p", "film-transfer-name", {}, file.name), this.bar, this.figures, this.button, this.words);
      panel.append(row);
      this.options = () => this.optionsFor(form, input, isOnly);
    }

    /** Resolves with the upload's address when all is sent, or with null when it was refused. */
    async run() {
      this.button.hidden = false;
      this.said = -1;
      this.pace = null;
      const options = this.options();
      const done = new Promise((resolve) => { this.end = resolve; });
      this.upload = new window.tus.Upload(this.file, options);
      const begun = await this.upload.findPreviousUploads().catch(() => []);
      if (begun.length) {
        this.upload.resumeFromPreviousUpload(begun[0]);
        this.say("A part of this film is here already. It goes on from there.");
      }
      this.onBack = () => { if (this.isWaiting && !this.isPaused) this.restart(); };
      window.addEventListener("online", this.onBack);
      this.upload.start();
      const address = await done;
      window.removeEventListener("online", this.onBack);
      this.button.hidden = true;
      return address;
    }

    optionsFor(form, input, isOnly) {
      const metadata = { filename: this.file.name.slice(-200), fingerprint: fingerprint(this.file) };
      const title = form.querySelector("[name$=title]")?.value;
      const collection = form.querySelector("[name$=collection]")?.value;
      if (title && isOnly) metadata.title = title.slice(0, 120);
      if (collection) metadata.collection = collection;
      return {
        endpoint: new URL(input.dataset.filmUploads, location.href).href,
        chunkSize: PIECE_BYTES,
        retryDelays: WAITS_MS,
        headers: headersFor(form),
        metadata,
        fingerprint: async () => fingerprint(this.file),
        urlStorage: begunOnTheSite(input.dataset.filmUploads),
        onProgress: (sent, all) => this.progress(sent, all),
        onShouldRetry: (error) => this.mayTryAgain(error),
        onError: (error) => this.stopped(error),
        onSuccess: () => this.succeed(),
      };
    }

    progress(sent, all) {
      const percent = Math.floor((100 * sent) / all);
      this.pace ??= { at: performance.now(), from: sent };
      const seconds = (performance.now() - this.pace.at) / 1000;
      const speed = (sent - this.pace.from) / seconds;
      this.bar.value = percent;
      this.figures.textContent = seconds > 2 && speed > 0 ? `${percent}%, ${timeLeft((all - sent) / speed)}` : `${percent}%`;
      if (this.isWaiting && sent > this.pace.from) {
        this.isWaiting = false;
        this.say("The connection is back.");
      } else if (Math.floor(percent / 10) !== this.said && !this.isWaiting) {
        // Said aloud ten times, not a hundred.
        this.said = Math.floor(percent / 10);
        if (this.said) this.say(percent < 100 ? `${percent}%` : "All sent. We are looking at the file.");
      }
    }

    mayTryAgain(error) {
      const status = error.originalResponse?.getStatus() ?? 0;
      const may = WORTH_TRYING_AGAIN.has(status) || (status >= 500 && !NOT_FOR_TRYING_AGAIN.has(status));
      if (may) {
        this.isWaiting = true;
        this.pace = null;
        this.say(sentenceIn(error.originalResponse) || LOST);
      }
      return may;
    }

    stopped(error) {
      const response = error.originalResponse;
      const status = response?.getStatus() ?? 0;
      if (status === 401 || status === 403) this.fail(SIGNED_OUT);
      else if (status >= 400 && status < 500) this.fail(sentenceIn(response) || "The site could not take this file.");
      else {
        this.isPaused = true;
        this.label("Go on");
        this.say(sentenceIn(response) || STOPPED);
      }
    }

    pause() {
      this.isPaused = true;
      this.upload.abort();
      this.label("Go on");
      this.say("Paused. What has been sent is kept.");
    }

    goOn() {
      this.isPaused = false;
      this.label("Pause");
      this.say("Going on.");
      this.restart();
    }

    restart() {
      this.pace = null;
      this.upload.abort();
      this.upload.start();
    }

    succeed() {
      this.progress(this.file.size, this.file.size);
      this.figures.textContent = "All here";
      this.end(this.upload.url);
    }

    fail(sentence) {
      this.say(sentence);
      this.words.classList.add("film-transfer-problem");
      this.figures.textContent = "";
      this.bar.hidden = true;
      this.end?.(null);
      return null;
    }

    label(word) {
      this.button.textContent = word;
      this.button.setAttribute("aria-label", `${word} ${this.file.name}`);
    }

    say(sentence) {
      if (this.words.textContent !== sentence) this.words.textContent = sentence;
    }
  }

  /** What tus-js-client asks for earlier uploads: ours are known to the site, so another browser goes on as well. */
  function begunOnTheSite(address) {
    const all = async () => {
      const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      return answer.ok ? (await answer.json()).uploads : [];
    };
    const asStored = ({ url, size }) => ({ size, metadata: {}, creationTime: "", urlStorageKey: url, uploadUrl: new URL(url, location.href).href, parallelUploadUrls: null });
    return {
      findAllUploads: async () => (await all()).map(asStored),
      findUploadsByFingerprint: async (print) => (await all()).filter((one) => one.fingerprint === print).map(asStored),
      addUpload: async () => null,
      removeUpload: async () => undefined,
    };
  }

  function fingerprint(file) {
    return [file.size, file.lastModified, file.name].join("-").slice(0, 300);
  }

  function headersFor(form) {
    return {
      "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      "X-Requested-With": "XMLHttpRequest",
    };
  }

  /** Our own problems are plain text; a page of a proxy is not for reading here. */
  function sentenceIn(response) {
    return response?.getHeader("Content-Type")?.startsWith("text/plain") ? response.getBody() : "";
  }

  function listAddress(form) {
    return form.closest("[data-film-list]")?.dataset.filmList ?? form.querySelector("[data-film-list]")?.dataset.filmList;
  }

  function timeLeft(seconds) {
    if (seconds < 50) return "less than a minute left";
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return minutes === 1 ? "about 1 minute left" : `about ${minutes} minutes left`;
    const hours = Math.round(minutes / 60);
    return hours === 1 ? "about 1 hour left" : `about ${hours} hours left`;
  }

  /** Wagtail's button turns while a form is on its way; this one is not, any more. */
  function ready(form) {
    form.querySelectorAll("button[type=submit]").forEach((button) => {
      button.setAttribute("data-w-progress-loading-value", "false");
      button.disabled = false;
    });
  }

  function loadTus(address) {
    if (window.tus) return Promise.resolve(true);
    return new Promise((resolve, reject) => {
      const script = element("script", "", { src: address });
      script.addEventListener("load", () => resolve(true));
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }

  function element(name, classes, attributes = {}, text = "") {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }
})();
