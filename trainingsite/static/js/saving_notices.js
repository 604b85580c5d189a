// Shows the notice for what stands in the way of saving, and no other.

export const show = (place, kind, number, words) => {
  for (const notice of place.querySelectorAll("[data-when]")) {
    notice.hidden = notice.dataset.when !== kind;
    if (!notice.hidden && words) notice.querySelector(".notice-title").textContent = words;
  }
  place.querySelector("[data-again]").href = location.href;
  const link = place.querySelector("[data-open]");
  link.href = place.dataset.question.replace(/0\/$/, `${number}/`);
  link.dataset.words ??= link.textContent;
  link.textContent = link.dataset.words.replace("[place]", number);
};
