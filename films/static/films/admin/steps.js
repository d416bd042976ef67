// Refreshes the list of steps while something is under way, and reloads once it is over.
const holder = document.querySelector("[data-film-steps]");
const EVERY_MS = 3000;

async function refresh() {
  try {
    const answer = await fetch(holder.dataset.filmSteps, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) return;
    holder.innerHTML = await answer.text();
  } catch {
    // Out of reach for a moment: the next round asks again.
  }
  if (isUnderWay()) setTimeout(refresh, EVERY_MS);
  else if (!document.querySelector("[data-edit-form].w-unsaved")) location.reload();
}

function isUnderWay() {
  return holder.querySelector("#film-steps")?.dataset.underWay === "yes";
}

if (holder && isUnderWay()) setTimeout(refresh, EVERY_MS);
