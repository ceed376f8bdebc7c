// What pages gain where scripts run: "/" for search, filters that apply at once, a warning before unsaved text is left, a page
// that locks itself when nobody has touched it for long.

document.addEventListener("keydown", (event) => {
  const at = event.target as HTMLElement;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
  const search = document.querySelector<HTMLInputElement>("input[name=q]");
  if (search) {
    event.preventDefault();
    search.focus();
  }
});

document.addEventListener("change", (event) => {
  const at = event.target as HTMLElement;
  const form = at.closest<HTMLFormElement>("form.filters");
  if (form && at.tagName === "SELECT") form.requestSubmit();
});

let unsaved = false;
document.addEventListener("input", (event) => {
  const at = event.target as HTMLElement;
  if (at.closest("form.keep")) unsaved = true;
});
document.addEventListener("submit", (event) => {
  if ((event.target as HTMLElement).matches("form.keep")) unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

const lock = Number(document.body.dataset.lock);
if (lock) {
  let touched = Date.now();
  for (const sign of ["keydown", "pointerdown", "scroll"]) document.addEventListener(sign, () => (touched = Date.now()), true);
  setInterval(() => {
    if (!unsaved && Date.now() - touched > lock * 1000) location.assign(location.pathname + location.search);
  }, 15000);
}
