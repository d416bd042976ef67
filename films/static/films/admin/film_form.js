// Links to a field in another tab open that tab first.
const REACHABLE = "input:not([type=hidden]), select, textarea, button, a";
const MOST_FRAMES = 60;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-film-goes-to]");
  if (!link) return;
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const tab = target.closest("[role=tabpanel]");
  document.querySelector(`[role=tab][href="#${tab?.id}"]`)?.click();
  // A chooser keeps its value in a hidden field, beside the button that people see.
  reach(target.type === "hidden" ? target.parentElement : target);
});

// The panel of a tab is shown some frames after the click, and nothing hidden can be given the focus.
function reach(place, frames = 0) {
  if (!place.checkVisibility() && frames < MOST_FRAMES) {
    requestAnimationFrame(() => reach(place, frames + 1));
    return;
  }
  place.scrollIntoView({ block: "center" });
  const fields = place.matches(REACHABLE) ? [place] : [...place.querySelectorAll(REACHABLE)];
  (fields.find((field) => field.checkVisibility()) ?? place).focus({ preventScroll: true });
}
