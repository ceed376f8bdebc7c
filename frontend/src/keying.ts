// Quick entry of paper: Enter goes to the next box instead of sending the page; with Control it takes the sheet in.

const boxes = () => [...document.querySelectorAll<HTMLElement>(".keying input[type=text], .keying select, .keying textarea")];

document.addEventListener("keydown", (event) => {
  const at = event.target as HTMLElement;
  if (event.key !== "Enter" || !at.closest(".keying") || at.tagName === "BUTTON") return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    document.querySelector<HTMLButtonElement>(".keying button[value=take]")?.click();
    return;
  }
  if (at.tagName === "TEXTAREA" && event.shiftKey) return;
  event.preventDefault();
  const all = boxes();
  const next = all[all.indexOf(at) + 1] ?? document.querySelector<HTMLElement>(".keying button[value=take]");
  next?.focus();
  if (next instanceof HTMLInputElement) next.select();
});
