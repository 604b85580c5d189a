// Cards that can be dragged to where they belong: a drop sets the select of that row, which does the same by itself.

let card = null;
let row = null;
let from = { x: 0, y: 0 };

const show = (next) => {
  if (row === next) return;
  row?.classList.remove("match-over");
  row = next;
  row?.classList.add("match-over");
};

const drag = (event) => {
  card.style.transform = `translate(${event.clientX - from.x}px, ${event.clientY - from.y}px)`;
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-match-row]");
  show(under && card.closest("[data-match]").contains(under) ? under : null);
};

const end = (isDropped) => {
  document.removeEventListener("pointermove", drag);
  if (isDropped && row) {
    const select = row.querySelector("select");
    select.value = card.dataset.matchCard;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  card.classList.remove("match-dragged");
  card.style.transform = "";
  show(null);
  card = null;
};

document.addEventListener("pointerdown", (event) => {
  const found = event.target.closest("[data-match-card]");
  if (!found || event.button !== 0) return;
  event.preventDefault();
  card = found;
  from = { x: event.clientX, y: event.clientY };
  card.classList.add("match-dragged");
  document.addEventListener("pointermove", drag);
});

document.addEventListener("pointerup", () => card && end(true));
document.addEventListener("pointercancel", () => card && end(false));

for (const cards of document.querySelectorAll("[data-match-cards]")) cards.hidden = false;
