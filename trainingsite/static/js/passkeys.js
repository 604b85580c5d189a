// Says so on the page when a passkey did not work; allauth's own scripts would only tell the console.

document.addEventListener("allauth.error", (event) => {
  if (!event.detail.tags.includes("webauthn")) return;
  event.preventDefault();
  const notice = document.querySelector("[data-passkey-error]");
  const words = document.querySelector("[data-passkey-error-words]");
  if (notice && words) notice.replaceChildren(words.content.cloneNode(true));
});
