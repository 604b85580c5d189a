// Who signs out leaves no answers on this device. Those that are not saved yet would be lost, so it asks first.

import { keysOf, remove } from "./unsent.js";

document.addEventListener("submit", (event) => {
  const { signOut, words } = event.target.dataset;
  if (!signOut) return;
  const keys = keysOf(signOut);
  if (keys.length && !confirm(words)) event.preventDefault();
  else keys.forEach(remove);
});
