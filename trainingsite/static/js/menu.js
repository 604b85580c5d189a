// Closes an open <details data-menu> on Escape, and when the reader goes elsewhere.

const openMenus = () => document.querySelectorAll("details[data-menu][open]");

const closeMenusWithout = (node) => {
  for (const menu of openMenus()) if (!menu.contains(node)) menu.open = false;
};

document.addEventListener("click", (event) => closeMenusWithout(event.target));
document.addEventListener("focusin", (event) => closeMenusWithout(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});
