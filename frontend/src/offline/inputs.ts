// Questions as people meet them: each kind with an input that keyboards and screen readers know.

import { h, button, type Child } from "./dom";
import { type Fault, Filling, type Node, bare, looks, reference } from "./filling";
import { pictureAt } from "./forms";
import { say, setting } from "./setting";

export interface Desk {
  filling: Filling;
  changed: () => void;
  redraw: (id: string) => void;
}

const DRAFT = "[draft] ";
const BUTTONS = 12;

export const idOf = (node: Node): string => `q${reference(node).replace(/^\/[^/]+/, "").replace(/\W+/g, "-")}`;

// A text of the form with its line breaks and what is set bold or italic; nothing else of its markup becomes an element.
export function rich(range: any): DocumentFragment {
  const made = document.createDocumentFragment();
  const blocks = ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li"];
  const write = (nodes: any[], into: globalThis.Node): void => {
    for (const node of nodes) {
      if (node.role === "child") into.appendChild(document.createTextNode(into.textContent || made.textContent ? node.value : bald(node.value)));
      else if (node.role === "line-break") into.appendChild(h("br"));
      else if (node.role === "parent") {
        const name: string = node.elementName;
        if (blocks.includes(name) && into.hasChildNodes()) into.appendChild(h("br"));
        if (name === "li") into.appendChild(document.createTextNode("• "));
        const inner = ["strong", "em", "u"].includes(name) ? h(name as "em") : /^h\d$/.test(name) ? h("strong") : null;
        write(node.children, inner ? into.appendChild(inner) : into);
      }
    }
  };
  if (range) write(range.formatted, made);
  if (range && !made.textContent) made.append(bald(range.asString));
  return made;
}

const bald = (text: string): string => (text.startsWith(DRAFT) ? text.slice(DRAFT.length) : text);

export const plain = (range: any): string => (range ? (rich(range).textContent ?? "").replace(/\s+/g, " ").trim() : "");

function pictureOf(range: any, desk: Desk): Child {
  const source = range?.imageSource;
  return source && h("img", { src: pictureAt(desk.filling.version, source), alt: "" });
}

// What the field would be drawn from: it is drawn anew only where this changes, so that nobody's cursor is moved.
export function signature(node: Node, fault: Fault | undefined): string {
  const { currentState: state } = node;
  const options = state.valueOptions?.map?.((option: any) => [option.value, option.label?.asString]);
  const value = state.readonly || node.nodeType === "note" ? state.instanceValue : null;
  return JSON.stringify([
    reference(node), state.label?.asString, state.hint?.asString, state.required, state.readonly, options, value, fault?.words,
  ]);
}

export function field(node: Node, fault: Fault | undefined, desk: Desk): HTMLElement {
  const state = node.currentState;
  const id = idOf(node);
  if (node.nodeType === "group") return h("h2", { id }, rich(state.label));
  const picture = pictureOf(state.label, desk);
  const hint = state.hint && h("p", { class: "help", id: `${id}-help` }, rich(state.hint));
  if (node.nodeType === "note") return h("div", { class: "field", id }, h("p", {}, rich(state.label)), hint, picture);
  const error = fault && h("p", { class: "error", id: `${id}-error` }, h("span", { class: "hidden" }, `${say("error")} `), fault.words);
  const range = rangeWords(node);
  const scope = range && h("p", { class: "help", id: `${id}-scope` }, range);
  const described = [hint && `${id}-help`, scope && `${id}-scope`, error && `${id}-error`].filter(Boolean).join(" ");
  const needed = state.required && h("span", { class: "needed" }, ` (${say("needed")})`);
  const kind = `field${fault ? " wrong" : ""}`;
  if (state.readonly) {
    return h("div", { class: "field", id }, h("p", { class: "label" }, rich(state.label)), hint, h("p", {}, shownValue(node) || "–"));
  }
  const given = { "aria-describedby": described || null, "aria-invalid": fault ? "true" : null };
  if (node.nodeType === "trigger") {
    const box = h("input", { type: "checkbox", id, ...given, onchange: (event) => give(desk, node, () => node.setValue(event.target.checked)) });
    box.checked = Boolean(state.value);
    return h("div", { class: kind }, hint, error, h("label", { class: "choice", for: id }, box, h("span", {}, rich(state.label), needed)));
  }
  const many = node.nodeType === "rank" || (node.nodeType === "select" && !isList(node));
  if (many) {
    const inner = node.nodeType === "rank" ? ranked(node, desk) : options(node, desk);
    return h(
      "fieldset", { class: kind, id, tabindex: -1, "aria-describedby": described || null },
      h("legend", {}, rich(state.label), needed), hint, error, picture, ...inner,
    );
  }
  return h("div", { class: kind }, h("label", { class: "label", for: id }, rich(state.label), needed), hint, scope, error, picture, ...box(node, id, given, desk));
}

function give(desk: Desk, node: Node, act: () => void): void {
  desk.filling.strays.delete(reference(node));
  act();
  desk.changed();
}

// Text that is no answer of its kind is kept beside the form; the answer is empty meanwhile.
function type(desk: Desk, node: Node, text: string, value: string | null, key: string, facts = {}): void {
  if (text && value === null) {
    node.setValue(null);
    desk.filling.strays.set(reference(node), { text, words: () => say(key, facts) });
    desk.changed();
  } else give(desk, node, () => node.setValue(value || null));
}

const isList = (node: Node): boolean => node.selectType === "select1" && node.currentState.valueOptions.length > BUTTONS;

function options(node: Node, desk: Desk): Child[] {
  const several = node.selectType === "select";
  const chosen: string[] = [...node.currentState.value];
  const listed: string[] = node.currentState.valueOptions.map((option: any) => option.value);
  return node.currentState.valueOptions.map((option: any, place: number) => {
    const id = `${idOf(node)}-${place}`;
    const input = h("input", {
      type: several ? "checkbox" : "radio", name: idOf(node), id,
      onchange: () => {
        const now = new Set<string>(node.currentState.value);
        if (!several) now.clear();
        if (input.checked) now.add(option.value);
        else now.delete(option.value);
        give(desk, node, () => node.selectValues(listed.filter((value) => now.has(value))));
      },
    });
    input.checked = chosen.includes(option.value);
    return h("label", { class: "choice", for: id }, input, h("span", {}, rich(option.label), pictureOf(option.label, desk)));
  });
}

// An order is given by buttons: what is not placed yet can be placed next, what is placed moves up and down.
function ranked(node: Node, desk: Desk): Child[] {
  const all: any[] = node.currentState.valueOptions;
  const known = new Set(all.map((option) => option.value));
  const kept = node.currentState.value.length ? [...node.currentState.value] : (desk.filling.orders.get(reference(node)) ?? []);
  const order: string[] = kept.filter((value: string) => known.has(value));
  const words = (value: string): string => plain(all.find((option) => option.value === value).label);
  const put = (next: string[], focus: string): void => {
    desk.filling.orders.set(reference(node), next);
    if (next.length && next.length < all.length) {
      node.setValues([]);
      desk.filling.strays.set(reference(node), { text: next.join(" "), words: () => say("answer_rank") });
      desk.changed();
    } else give(desk, node, () => node.setValues(next));
    desk.redraw(focus);
  };
  const move = (place: number, by: number): void => {
    const next = [...order];
    next.splice(place + by, 0, ...next.splice(place, 1));
    put(next, `${idOf(node)}-${order[place]}-${by < 0 ? "up" : "down"}`);
  };
  const placed = order.map((value, place) => {
    const id = `${idOf(node)}-${value}`;
    return h(
      "li", {}, h("span", {}, words(value)),
      button("↑", () => move(place, -1), "", { id: `${id}-up`, "aria-label": say("move_up", { option: words(value) }), disabled: place === 0 }),
      button("↓", () => move(place, 1), "", { id: `${id}-down`, "aria-label": say("move_down", { option: words(value) }), disabled: place === order.length - 1 }),
      button("×", () => put(order.filter((one) => one !== value), `${id}-place`), "", { "aria-label": say("take_out", { option: words(value) }) }),
    );
  });
  const left = all.filter((option) => !order.includes(option.value));
  const next = left.map((option, place) =>
    button(words(option.value), () => put([...order, option.value], left[place + 1] ? `${idOf(node)}-${left[place + 1].value}-place` : `${idOf(node)}-${option.value}-up`), "", {
      id: `${idOf(node)}-${option.value}-place`, "aria-label": say("place_next", { option: words(option.value), n: order.length + 1 }),
    }),
  );
  return [
    placed.length > 0 && h("ol", { class: "order" }, ...placed),
    next.length > 0 && h("p", { class: "help" }, say("choose_next", { n: order.length + 1 })),
    next.length > 0 && h("div", { class: "to-order" }, ...next),
  ];
}

function rangeWords(node: Node): string {
  if (node.nodeType !== "range") return "";
  const { start, end } = rangeOf(node);
  return say("from_to", { start, end });
}

function rangeOf(node: Node): { start: number; end: number; step: number } {
  const { start, end, step } = node.definition.bounds;
  return { start: Number(start), end: Number(end), step: Number(step) };
}

const WHOLE = /^[+-]?\d{1,18}$/;
const PART = /^[+-]?(\d{1,15}([.,]\d*)?|[.,]\d+)$/;
const PLACE = /^-?\d+(\.\d+)?( -?\d+(\.\d+)?){1,3}$/;

function box(node: Node, id: string, given: Record<string, any>, desk: Desk): Child[] {
  const state = node.currentState;
  const stray = desk.filling.strays.get(reference(node));
  const now: string = stray ? stray.text : state.instanceValue;
  const line = (more: Record<string, any>, take: (text: string) => void, value = now): HTMLInputElement => {
    const made = h("input", { id, autocomplete: "off", ...given, ...more, oninput: () => take(made.value.trim()) });
    made.value = value;
    return made;
  };
  if (node.nodeType === "select") return [list(node, id, given, desk)];
  if (node.nodeType === "upload") return upload(node, id, given, desk);
  if (node.nodeType === "range") {
    const { start, end, step } = rangeOf(node);
    const fits = (text: string): boolean => {
      const value = Number(text.replace(",", "."));
      const steps = (value - start) / step;
      return PART.test(text) && value >= Math.min(start, end) && value <= Math.max(start, end) && Math.abs(steps - Math.round(steps)) < 1e-9;
    };
    const mode = Number.isInteger(step) && Number.isInteger(start) ? "numeric" : "decimal";
    return [line({ class: "narrow", inputmode: mode }, (text) =>
      type(desk, node, text, fits(text) ? text.replace(",", ".") : null, "answer_not_range", { start, end, step }))];
  }
  switch (node.valueType) {
    case "int":
      return [line({ class: "narrow", inputmode: "numeric" }, (text) => type(desk, node, text, WHOLE.test(text) ? text : null, "answer_not_integer"))];
    case "decimal":
      return [line({ class: "narrow", inputmode: "decimal" }, (text) => type(desk, node, text, PART.test(text) ? text.replace(",", ".") : null, "answer_not_decimal"))];
    case "date":
      return [line({ class: "narrow", type: "date" }, (text) => type(desk, node, text, text, ""), now.slice(0, 10))];
    case "time":
      return [line({ class: "narrow", type: "time" }, (text) => type(desk, node, text, text && `${text}:00.000`, ""), now.slice(0, 5))];
    case "dateTime":
      return [line({ class: "narrow", type: "datetime-local" }, (text) => type(desk, node, text, text && `${text}:00.000${zone(text)}`, ""), now.slice(0, 16))];
    case "geopoint":
      return [line({ placeholder: "-20.16 57.50" }, (text) => type(desk, node, text, PLACE.test(text) ? text : null, "answer_not_place"))];
  }
  if (looks(node).includes("multiline") || node.nodeOptions?.rows) {
    const area = h("textarea", { id, rows: node.nodeOptions?.rows ?? 4, ...given, oninput: () => give(desk, node, () => node.setValue(area.value)) });
    area.value = now;
    return [area];
  }
  return [line(looks(node).includes("numbers") ? { inputmode: "numeric" } : {}, (text) => give(desk, node, () => node.setValue(text)))];
}

// The hours between here and Greenwich at a local time, as in "+04:00".
function zone(text: string): string {
  const minutes = -new Date(text).getTimezoneOffset();
  const two = (n: number): string => String(Math.floor(Math.abs(n))).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
}

function list(node: Node, id: string, given: Record<string, any>, desk: Desk): HTMLSelectElement {
  const made = h(
    "select", { id, ...given, onchange: () => give(desk, node, () => node.selectValues(made.value ? [made.value] : [])) },
    h("option", { value: "" }, "–"),
    ...node.currentState.valueOptions.map((option: any) => h("option", { value: option.value }, plain(option.label))),
  );
  made.value = node.currentState.value[0] ?? "";
  return made;
}

function upload(node: Node, id: string, given: Record<string, any>, desk: Desk): Child[] {
  const has: boolean = Boolean(node.currentState.instanceValue);
  const input = h("input", {
    type: "file", id, accept: node.nodeOptions.media.accept, ...given,
    onchange: async () => {
      const file = input.files?.[0];
      if (!file) return;
      const refuse = (key: string): void => {
        desk.filling.strays.set(reference(node), { text: "", words: () => say(key, { n: setting.file_limit }) });
        desk.changed();
        desk.redraw(id);
      };
      if (file.size > setting.file_limit * 2 ** 20) return refuse("file_too_large");
      try {
        const kept = await bare(file);
        give(desk, node, () => node.setValue(kept));
        desk.redraw(id);
      } catch {
        refuse("file_unfit");
      }
    },
  });
  const away = button(say("take_away"), () => {
    give(desk, node, () => node.setValue(null));
    desk.redraw(id);
  }, "plain");
  return [has && h("p", {}, `${say("file_added")} `, away), input];
}

// The answer in words, for looking it over.
export function shownValue(node: Node): string {
  const state = node.currentState;
  if (node.nodeType === "select" || node.nodeType === "rank") {
    const words = (value: string): string => plain(state.valueOptions.find((one: any) => one.value === value)?.label) || value;
    return state.value.map(words).join(node.nodeType === "rank" ? " → " : ", ");
  }
  if (node.nodeType === "trigger") return state.value ? "✓" : "";
  if (node.nodeType === "upload") return state.instanceValue && say("file_added");
  if (node.valueType === "date" && state.instanceValue) {
    const day = new Date(`${state.instanceValue.slice(0, 10)}T12:00`);
    return day.toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : "fr", { day: "numeric", month: "long", year: "numeric" });
  }
  return node.valueType === "time" ? state.instanceValue.slice(0, 5) : state.instanceValue;
}
