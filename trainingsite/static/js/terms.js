// Shows the meaning of a marked word beside it. Without this the link leads to the list at the foot of the lesson.

const MARK = '[data-terms] a[href^="#term-"]';
const box = document.querySelector("[data-term-box]");
let open = null;

const close = () => {
  open?.removeAttribute("aria-expanded");
  open = null;
  box.hidden = true;
  box.textContent = "";
};

const show = (link) => {
  close();
  const meaning = document.querySelector(`${link.getAttribute("href")} dd`);
  const around = box.parentElement.getBoundingClientRect();
  const word = link.getClientRects()[0];
  open = link;
  link.setAttribute("aria-expanded", "true");
  box.hidden = false;
  const most = around.width - box.offsetWidth;
  box.style.left = `${Math.max(0, Math.min(word.left - around.left, most))}px`;
  box.style.top = `${word.bottom - around.top}px`;
  // In a moment of its own: a live text is read out when it changes, not when it comes into being.
  setTimeout(() => {
    if (open === link) box.textContent = meaning.textContent;
  });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest(MARK);
  if (link) {
    event.preventDefault();
    if (link === open) close();
    else show(link);
  } else if (open && !box.contains(event.target)) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) close();
});

window.addEventListener("resize", () => open && close());
