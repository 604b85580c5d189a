// A link with data-line leads into a text area: to that line of it, selected.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const area = link && document.querySelector(link.getAttribute("href"));
  if (!area || !("selectionStart" in area)) return;
  event.preventDefault();
  const lines = area.value.split("\n");
  const before = lines.slice(0, Number(link.dataset.line) - 1);
  const start = before.reduce((length, line) => length + line.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[before.length] ?? "").length);
  // Lines that wrap take more room: this brings the line near, and the selection shows it.
  area.scrollTop = (before.length / lines.length) * area.scrollHeight - area.clientHeight / 3;
  area.scrollIntoView({ block: "nearest" });
});
