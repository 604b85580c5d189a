// Moves the focus to the error summary: when the page opens with one, and when a swap brings one.

const SUMMARY = "[data-error-summary]";

document.querySelector(SUMMARY)?.focus();

document.addEventListener("htmx:afterSettle", (event) => {
  const { elt } = event.detail;
  const summary = elt.matches(SUMMARY) ? elt : elt.querySelector(SUMMARY);
  summary?.focus();
});
