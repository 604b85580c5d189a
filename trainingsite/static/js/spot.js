// Words that can be marked are check boxes that look like words; here they become what they look like: toggle buttons.

const BOX = "[data-spot] input[type=checkbox]";
const show = (box) => box.setAttribute("aria-pressed", String(box.checked));

for (const box of document.querySelectorAll(BOX)) {
  box.setAttribute("role", "button");
  show(box);
}

document.addEventListener("change", (event) => {
  if (event.target.matches(BOX)) show(event.target);
});

// Enter presses a button; in a check box it would send the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(BOX)) return;
  event.preventDefault();
  event.target.click();
});

// A page that comes back from the browser's memory restores the boxes after this ran.
window.addEventListener("pageshow", () => document.querySelectorAll(BOX).forEach(show));
