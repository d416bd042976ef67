/*
 * Light, dark or as the device wishes. Runs before the page is drawn (a plain script in the head, not a module), so that a
 * reader who chose dark is never flashed with white. The choice stays on the device; nothing is sent. Without scripts the
 * control stays hidden and the device's own wish holds.
 */
(() => {
  const KEY = "theme";
  const CHOICES = ["light", "dark"];

  function stored() {
    try {
      return CHOICES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "auto";
    } catch {
      return "auto"; // storage is switched off
    }
  }

  function show(choice) {
    if (choice === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
  }

  function keep(choice) {
    try {
      if (choice === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // The page still changes; it will not be remembered.
    }
  }

  show(stored());
  addEventListener("storage", (event) => event.key === KEY && show(stored()));
  document.addEventListener("DOMContentLoaded", () => {
    const control = document.querySelector("[data-theme-choice]");
    if (!control) return;
    control.hidden = false;
    const current = control.querySelector(`input[value="${stored()}"]`);
    if (current) current.checked = true;
    control.addEventListener("change", (event) => {
      keep(event.target.value);
      show(event.target.value);
    });
  });
})();
