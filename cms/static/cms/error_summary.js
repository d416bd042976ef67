/* Moves focus to the list of what to put right, so that a screen reader starts there. `autofocus` in the markup does the
   same where a browser honours it on any element; this covers the others. */
const summary = document.querySelector("[data-error-summary]");
if (summary && document.activeElement !== summary) summary.focus();
