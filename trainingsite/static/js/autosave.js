// Saves an answer while it is given: first in this browser, then on the server. "Continue" waits until it is stored.

import { show } from "./saving_notices.js";
import { Sender } from "./sending.js";
import { keep, keyOf, read, remove, write } from "./unsent.js";

const TYPING = 700;
const place = document.querySelector("[data-saves]");
const form = document.querySelector("[data-answer]");
const status = form.querySelector("[data-saving-status]");
const revision = form.querySelector("[data-revision]");
const number = Number(place.dataset.place);
const key = keyOf(place.dataset.saves, place.dataset.attempt, number);
const order = form.querySelector("[data-order]");
const NOT_ANSWERS = new Set(["csrfmiddlewaretoken", "revision"]);
let timer;

const answer = () => {
  const fields = [...new FormData(form)].filter(([name]) => !NOT_ANSWERS.has(name));
  return new URLSearchParams(fields).toString();
};

const say = (words) => (status.textContent = status.dataset[words]);

const sender = new Sender(place, (kind, at, said) => {
  if (at !== number) return;
  if (kind === "stored" && said.revision) {
    revision.value = said.revision;
    say(read(key) ? "saving" : "stored");
  } else if (kind === "incomplete") status.textContent = said.words;
  else if (kind !== "saving") say(read(key) ? "kept" : "lost");
});

const fill = (body) => {
  const given = new URLSearchParams(body);
  for (const field of form.elements) {
    if (!field.name || NOT_ANSWERS.has(field.name) || field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.getAll(field.name).includes(field.value);
    else field.value = given.get(field.name) ?? "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  order?.dispatchEvent(new CustomEvent("order:set", { bubbles: true, detail: given.getAll("step") }));
};

const kept = read(key);
if (kept) fill(kept.posts.at(-1).body);
let noted = answer();

// Keeps what the page shows, if that is new.
const note = () => {
  const body = answer();
  if (body === noted) return;
  noted = body;
  say(keep(key, body, Number(revision.value)) ? "saving" : "lost");
};

form.addEventListener("input", (event) => {
  note();
  clearTimeout(timer);
  if (event.target.matches("textarea, input[type=text]")) timer = setTimeout(() => sender.run(), TYPING);
});
form.addEventListener("change", () => {
  note();
  sender.run();
});
document.addEventListener("visibilitychange", () => document.hidden && sender.run());

let isLeaving = false;
form.addEventListener("submit", async (event) => {
  note();
  if (isLeaving || (navigator.onLine && !read(key))) return;
  event.preventDefault();
  // An order that was left as it was is an answer too.
  if (!("isStored" in form.dataset) && !read(key) && order) keep(key, noted, Number(revision.value));
  await sender.run();
  const entry = read(key);
  if (!navigator.onLine) show(place, "away");
  if (!navigator.onLine || (entry && (!entry.words || entry.isElsewhere))) return place.focus();
  isLeaving = true;
  form.requestSubmit(event.submitter);
});

document.querySelector("#answer-show-other").addEventListener("click", () => {
  remove(key);
  location.replace(location.href);
});
document.querySelector("#answer-keep-mine").addEventListener("click", () => {
  const entry = read(key);
  write(key, { seen: entry.revision, posts: entry.posts });
  sender.run();
});

// A page out of the browser's memory does not know what was saved since.
addEventListener("pageshow", (event) => event.persisted && location.reload());
if (kept?.isElsewhere) show(place, "elsewhere");
if (Number(place.dataset.known) !== number) sender.post(number, "");
sender.run();
