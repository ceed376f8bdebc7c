// Elements in one call: names beginning with "on" listen, true and false set or leave out, the rest is written as it is.

export type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: any) => void);

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

export const button = (words: string, act: () => unknown, kind = "", more: Record<string, Value> = {}): HTMLButtonElement =>
  h("button", { type: "button", class: kind || null, onclick: () => void act(), ...more }, words);
