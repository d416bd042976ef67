// Links to a field in another tab open that tab first.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-film-goes-to]");
  if (!link) return;
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const tab = target.closest("[role=tabpanel]");
  document.querySelector(`[role=tab][href="#${tab?.id}"]`)?.click();
  target.scrollIntoView({ block: "center" });
  const field = target.matches("input, select, textarea, button, a") ? target : target.querySelector("input, select, textarea, button, a");
  (field ?? target).focus({ preventScroll: true });
});
