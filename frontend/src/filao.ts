// What pages gain where scripts run: "/" for search, filters that apply at once, a warning before unsaved text is left.

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
