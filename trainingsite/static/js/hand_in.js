// The page before handing in sends what is still unsent, and hands in only when everything is stored. After handing in
// nothing is kept.

import { show } from "./saving_notices.js";
import { Sender } from "./sending.js";
import { placeIn, read, remove } from "./unsent.js";

const place = document.querySelector("[data-saves]");
const form = document.querySelector("[data-hand-in]");
let isHandingIn = false;

const sender = new Sender(place, (kind) => {
  // The list on this page shows what was stored before.
  if (kind === "stored" && !isHandingIn && !sender.keys().length) location.reload();
});

const showWhatIsLeft = () => {
  const refused = sender.keys().find((key) => read(key)?.words);
  if (refused) show(place, "incomplete", placeIn(refused));
};

form?.addEventListener("submit", async (event) => {
  if (navigator.onLine && !sender.keys().length) return;
  event.preventDefault();
  isHandingIn = true;
  if (!(await sender.run())) showWhatIsLeft();
  else if (!navigator.onLine) show(place, "away");
  else return form.requestSubmit(event.submitter);
  isHandingIn = false;
  place.focus();
});

if ("isClosed" in place.dataset) {
  if (sender.keys().length) show(place, "closed");
  sender.keys().forEach(remove);
} else sender.run().then(showWhatIsLeft);
