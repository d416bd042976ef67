/* Moves focus to the list of what to put right, so that a screen reader starts there. `autofocus` in the markup does the
   same where a browser honours it on any element; this covers the others. Whoever is quicker than
   this file and has gone on to a field stays there. */
const summary = document.querySelector("[data-error-summary]");
if (summary && document.activeElement === document.body) summary.focus();
