// Moves steps in place, by their buttons or by dragging, and says where each is now. Without this the buttons send the form.
// In a list with data-order="send" they do so always: only dragging happens here, and the list tells of it by "change".

const IN_PLACE = '[data-order]:not([data-order="send"])';
const stepsOf = (list) =>
  [...list.querySelectorAll("[data-order-step]")].filter((step) => step.closest("[data-order]") === list);

const showEnds = (list) => {
  if (!list.matches(IN_PLACE)) return;
  const steps = stepsOf(list);
  for (const [place, step] of steps.entries()) {
    const [up, down] = step.querySelectorAll("button[name=move]");
    up.hidden = place === 0;
    down.hidden = place === steps.length - 1;
  }
};

const say = (list, step) => {
  const steps = stepsOf(list);
  const status = list.querySelector("[data-order-status]");
  if (!status) return;
  status.textContent = status.dataset.words
    .replace("[place]", steps.indexOf(step) + 1)
    .replace("[count]", steps.length)
    .replace("[text]", () => step.querySelector("[data-order-text]").textContent);
};

const tell = (list) => list.dispatchEvent(new Event("change", { bubbles: true }));

document.addEventListener("click", (event) => {
  const button = event.target.closest(`:is(${IN_PLACE}) button[name=move]`);
  if (!button) return;
  event.preventDefault();
  const list = button.closest("[data-order]");
  const step = button.closest("[data-order-step]");
  if (button.value.startsWith("up-")) step.previousElementSibling?.before(step);
  else step.nextElementSibling?.after(step);
  showEnds(list);
  // Moving a node takes the focus from it; at an end the other button of the row is left.
  const other = [...step.querySelectorAll("button[name=move]")].find((one) => !one.hidden);
  (button.hidden ? other : button).focus();
  say(list, step);
  tell(list);
});

// An order that this browser kept: the keys of the steps.
document.addEventListener("order:set", (event) => {
  const list = event.target;
  const rows = new Map(stepsOf(list).map((step) => [step.querySelector("[name=step]").value, step]));
  for (const key of event.detail) if (rows.has(key)) rows.get(key).parentElement.append(rows.get(key));
  showEnds(list);
});

let dragged = null;

const drag = (event) => {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const over = stepsOf(dragged.closest("[data-order]")).find((step) => step !== dragged && step.contains(under));
  if (!over) return;
  const box = over.getBoundingClientRect();
  const isBelow = event.clientY > box.top + box.height / 2;
  if (isBelow) over.after(dragged);
  else over.before(dragged);
};

const drop = () => {
  document.removeEventListener("pointermove", drag);
  dragged.classList.remove("order-dragged");
  const list = dragged.closest("[data-order]");
  showEnds(list);
  say(list, dragged);
  tell(list);
  dragged = null;
};

document.addEventListener("pointerdown", (event) => {
  const text = event.target.closest("[data-order] [data-order-text]");
  // A finger on the text scrolls the page; it has the buttons.
  if (!text || event.button !== 0 || event.pointerType === "touch") return;
  event.preventDefault();
  dragged = text.closest("[data-order-step]");
  dragged.classList.add("order-dragged");
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", drop, { once: true });
});

document.documentElement.classList.add("order-can-drag");
