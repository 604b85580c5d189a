// Counts down from the seconds that the server gave with the page: the clock of a browser may be wrong by a year. Nothing
// ticks; the words change once a minute, and are said at five minutes and at one. What counts is the server's time.

const NEAR = 300;
const NEAREST = 60;
const FLUSH = 3000; // for what is just being saved
const box = document.querySelector("[data-time-left]");
const left = box.querySelector("[data-left]");
const said = box.querySelector("[data-said]");
const given = Number(box.dataset.timeLeft);
const start = performance.now();
let before = given;

const say = (words) => (said.textContent = [words, said.dataset.more].join(" ").trim());

const leave = () => {
  if (navigator.onLine) location.assign(box.dataset.over);
  else addEventListener("online", leave, { once: true });
};

const over = () => {
  left.textContent = box.dataset.done;
  said.textContent = box.dataset.done;
  document.querySelector("[data-answer]")?.dispatchEvent(new Event("change", { bubbles: true }));
  setTimeout(leave, FLUSH);
};

const look = () => {
  const seconds = given - (performance.now() - start) / 1000;
  box.classList.toggle("is-near", seconds <= NEAR);
  if (seconds <= 0) return over();
  const words = seconds < NEAREST ? box.dataset.last : `${box.dataset.minutes} ${Math.floor(seconds / 60)}`;
  if (left.textContent !== words) left.textContent = words;
  if (before > NEAREST && seconds <= NEAREST) say(box.dataset.nearest);
  else if (before > NEAR && seconds <= NEAR) say(box.dataset.near);
  before = seconds;
  setTimeout(look, 500);
};

box.querySelector("a[href='#more-time']")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#more-time button").click();
});

look();
