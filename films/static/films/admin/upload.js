// Shows how far an upload has come. Without this script the form is sent as forms are.
const FORM = "w-editor-form";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const file = form.querySelector("[data-film-file]");
  const panel = form.querySelector("[data-film-progress]");
  if (form.id !== FORM || !panel || !file?.files.length) return;
  event.preventDefault();
  panel.hidden = false;
  send(form, panel);
});

function send(form, panel) {
  const bar = panel.querySelector("progress");
  const words = panel.querySelector("[data-film-progress-words]");
  const request = new XMLHttpRequest();
  let told = -1;
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Film-Upload", "yes");
  request.responseType = "document";
  request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
    if (!lengthComputable) return;
    const percent = Math.floor((100 * loaded) / total);
    bar.value = percent;
    // Said aloud ten times, not a hundred.
    if (Math.floor(percent / 10) === told) return;
    told = Math.floor(percent / 10);
    words.textContent = percent < 100 ? `${percent}%` : "All sent. We are looking at the file.";
  });
  request.addEventListener("load", () => {
    const refused = request.response?.getElementById(FORM)?.querySelector("[data-film-file]");
    if (refused) {
      const answered = document.adoptNode(request.response.getElementById(FORM));
      form.replaceWith(answered);
      (answered.querySelector(".w-field__errors") ?? answered).scrollIntoView({ block: "center" });
    } else if (request.status < 400) {
      location.assign(request.getResponseHeader("Location") ?? request.responseURL);
    } else {
      failed(form, words, "The site could not take this file. Try again, or ask us for help.");
    }
  });
  request.addEventListener("error", () => {
    failed(form, words, "The connection was lost. Choose Upload to send the film again.");
  });
  request.send(new FormData(form));
}

function failed(form, words, sentence) {
  words.textContent = sentence;
  form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
}
