/* Moves focus to the list of what to put right, or to help where somebody is in distress, so that a screen reader starts there. `autofocus` in the markup does the
   same where a browser honours it on any element; this covers the others. Whoever is quicker than
   this file and has gone on to a field stays there. */
const first = document.querySelector("[data-focus-first]");
if (first && document.activeElement === document.body) first.focus();
