/* Says how many characters are left while a reader writes, and how long the form was open. The form works without it. */
for (const form of document.querySelectorAll("[data-comment-form]")) {
  const limit = Number(form.dataset.limit);
  const body = form.elements.body;
  const counter = form.querySelector("[data-counter]");
  const opened = performance.now();
  let timer = 0;

  /* As the server counts: an accent belongs to its letter, a line end is one character. */
  const length = () => [...body.value.trim().normalize("NFC")].length;

  function tell() {
    const left = limit - length();
    const many = Math.abs(left).toLocaleString("en-GB");
    counter.hidden = left > limit / 3;
    counter.textContent = left < 0 ? `${many} characters too many` : `${many} characters left`;
  }

  body.addEventListener("input", () => {
    clearTimeout(timer); // spoken after a pause, not at every key
    timer = setTimeout(tell, 400);
  });
  form.addEventListener("submit", () => {
    form.elements.fill_ms.value = Math.round(performance.now() - opened);
  });
}
