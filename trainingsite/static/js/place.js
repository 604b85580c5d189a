// Tells the server the furthest part of a lesson that is on screen, so that the next visit can lead back to it.

const lesson = document.querySelector("[data-place]");
const parts = [...lesson.querySelectorAll(".part")];
const token = document.querySelector('input[name="csrfmiddlewaretoken"]');
const MOMENT = 1500;
let kept = Number(lesson.dataset.kept);
let timer;

// The last part that begins in the upper half of the window.
const onScreen = () => parts.filter((part) => part.getBoundingClientRect().top < innerHeight / 2).length;

const keep = () => {
  clearTimeout(timer);
  timer = undefined;
  const part = onScreen();
  if (part <= kept) return;
  kept = part;
  const body = new URLSearchParams({ part, csrfmiddlewaretoken: token.value });
  // Nothing is lost but the place if this fails, so nobody is told.
  fetch(lesson.dataset.place, { method: "POST", body, keepalive: true }).catch(() => {});
};

addEventListener("scroll", () => (timer ??= setTimeout(keep, MOMENT)), { passive: true });
document.addEventListener("visibilitychange", () => document.hidden && timer && keep());
