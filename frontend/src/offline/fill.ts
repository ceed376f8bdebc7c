// Filling in, screen by screen; what was given is kept as it is typed. The last screen shows everything before it is finished.

import { button, h } from "./dom";
import { type Fault, Filling, type Item, type Screen, children, isRange, reference } from "./filling";
import { type Desk, field, idOf, plain, rich, shownValue, signature } from "./inputs";
import { Elsewhere, type Keep } from "./keep";
import { say } from "./setting";

const REST = 700;

const isWords = (node: any): boolean => node.nodeType === "input" && node.valueType === "string" && !node.currentState.readonly;

export interface Leave {
  list: () => void;
  finished: (id: string) => void;
  elsewhere: () => void;
  failed: (problem: unknown) => void;
}

export class Fill {
  private at = 0;
  private checked = new Set<string>();
  private timer = 0;
  private saving: Promise<void> = Promise.resolve();
  private over = false;
  private dirty = false;
  private readonly desk: Desk;

  constructor(
    private readonly place: HTMLElement,
    private readonly keep: Keep,
    private readonly filling: Filling,
    private readonly leave: Leave,
    private kept: boolean,
    at: number,
  ) {
    this.desk = { filling, changed: () => this.changed(), redraw: (id) => this.refresh(id) };
    this.at = Math.min(at, filling.screens.length);
    filling.speak();
    this.draw();
  }

  // The language changed: everything is said anew, on the same screen.
  speak(): void {
    this.filling.speak();
    this.draw();
  }

  private changed(): void {
    this.dirty = true;
    this.refresh();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), REST);
  }

  // Keep what was given; one keeping follows the other, so that an older one never overwrites a newer.
  save(): Promise<void> {
    clearTimeout(this.timer);
    this.saving = this.saving.then(async () => {
      if (this.over || !this.dirty) return;
      this.dirty = false;
      const { content } = await this.filling.content();
      const more = { version: this.filling.version, at: this.at, of: this.filling.screens.length };
      try {
        if (this.kept) await this.keep.change(this.filling.id, ["draft"], more, content);
        else await this.keep.add(this.filling.id, content, { state: "draft", ...more });
        this.kept = true;
      } catch (problem) {
        this.stop(problem);
      }
    });
    return this.saving;
  }

  private stop(problem: unknown): void {
    this.over = true;
    if (problem instanceof Elsewhere) this.leave.elsewhere();
    else this.leave.failed(problem);
  }

  async close(): Promise<void> {
    await this.save();
    this.over = true;
  }

  private async finish(): Promise<void> {
    await this.save();
    if (this.over) return;
    const { content, sound } = await this.filling.content();
    if (!sound) {
      const wrong = this.filling.screens.findIndex((screen) => this.faults(screen).length);
      this.go(Math.max(wrong, 0), true);
      return;
    }
    try {
      if (this.kept) await this.keep.change(this.filling.id, ["draft"], { state: "waiting", at: 0 }, content);
      else await this.keep.add(this.filling.id, content, { state: "waiting", version: this.filling.version, at: 0, of: 0 });
      this.over = true;
      this.leave.finished(this.filling.id);
    } catch (problem) {
      this.stop(problem);
    }
  }

  private faults(screen: Screen): Fault[] {
    return this.filling.faults(screen.items.map(({ node }) => node), say);
  }

  private go(at: number, check = false): void {
    const screens = this.filling.screens;
    this.at = Math.max(0, Math.min(at, screens.length));
    if (check && screens[this.at]) this.checked.add(screens[this.at].key);
    this.dirty = this.dirty || this.kept;
    void this.save();
    this.draw();
    const summary = this.place.querySelector<HTMLElement>(".errors");
    (check && summary ? summary : this.place.querySelector<HTMLElement>("h1"))?.focus();
    window.scrollTo(0, 0);
  }

  private next(): void {
    const screen = this.filling.screens[this.at];
    const before = screen.items.map(({ node }) => reference(node)).join();
    if (this.faults(screen).length) return this.go(this.at, true);
    this.checked.delete(screen.key);
    const now = this.filling.screens[this.at];
    if (now.key === screen.key && now.items.map(({ node }) => reference(node)).join() !== before) return this.go(this.at);
    this.go(this.at + 1);
  }

  private titleOf(screen: Screen): DocumentFragment | string {
    const section = screen.section;
    if (!section) return "";
    if (section.nodeType !== "repeat-instance") return rich(section.currentState.label);
    const words = plain(section.currentState.label) || plain(section.parent.currentState.label);
    return `${words} ${children(section.parent).indexOf(section) + 1}`;
  }

  private draw(): void {
    const screens = this.filling.screens;
    if (this.at >= screens.length) return this.drawCheck(screens);
    const screen = screens[this.at];
    const title = this.titleOf(screen);
    const total = screens.length;
    const far = say("part_of", { at: this.at + 1, total });
    const form = h("form", { novalidate: true, onsubmit: (event) => (event.preventDefault(), this.next()) });
    form.append(
      h("h1", { tabindex: -1 }, title instanceof DocumentFragment && title.textContent ? title : String(title || "") || say("questions")),
      h("div", { id: "errors" }),
      h("div", { id: "fields" }),
    );
    if (screen.range) form.append(this.times(screen, screens));
    if (screen.items.some(({ node }) => isWords(node))) form.append(h("p", { class: "careful" }, say("careful")));
    form.append(
      h("div", { class: "acts" },
        h("button", { class: "main-act" }, this.at + 1 === total ? say("look_over") : say("next")),
        this.at > 0 && button(say("back"), () => this.go(this.at - 1), "back")),
      this.later(),
    );
    this.place.replaceChildren(
      h("div", { class: "how-far" }, h("span", {}, far), h("progress", { max: total, value: this.at + 1, "aria-label": say("how_far") })),
      form,
    );
    this.refresh();
  }

  // Draw what changed on the screen and leave the rest as it is, with the cursor in it.
  private refresh(focus = ""): void {
    const screen = this.filling.screens[this.at];
    const fields = this.place.querySelector("#fields");
    if (!screen || !fields) return;
    const faults = this.checked.has(screen.key) ? this.faults(screen) : this.faults(screen).filter(({ node }) => this.isTyped(node));
    const active = document.activeElement?.id;
    const old = new Map([...fields.children].map((one) => [(one as HTMLElement).dataset.at!, one as HTMLElement]));
    const made = screen.items.map(({ node }: Item) => {
      const fault = faults.find((one) => one.node === node);
      const now = signature(node, fault);
      const was = old.get(reference(node));
      const redrawn = focus !== "" && focus.startsWith(idOf(node));
      if (was && was.dataset.as === now && !redrawn) return was;
      const fresh = field(node, fault, this.desk);
      fresh.dataset.at = reference(node);
      fresh.dataset.as = now;
      if (was) this.carryOver(was, fresh);
      return fresh;
    });
    const standing = [...fields.children];
    if (made.length !== standing.length || made.some((one, place) => one !== standing[place])) this.arrange(fields, made);
    const wanted = focus || active;
    if (wanted && document.activeElement?.id !== wanted) document.getElementById(wanted)?.focus();
    this.summary(faults, this.checked.has(screen.key));
  }

  // A field that is drawn anew while somebody types in it keeps its text and cursor.
  private carryOver(was: HTMLElement, fresh: HTMLElement): void {
    const before = was.querySelector<HTMLInputElement>("input:not([type]), textarea");
    const after = fresh.querySelector<HTMLInputElement>("input:not([type]), textarea");
    if (before && after && before === document.activeElement) {
      const [start, end] = [before.selectionStart, before.selectionEnd];
      queueMicrotask(() => after.setSelectionRange(start, end));
    }
  }

  private arrange(fields: Element, made: HTMLElement[]): void {
    for (const one of [...fields.children]) if (!made.includes(one as HTMLElement)) one.remove();
    made.forEach((one, place) => {
      if (fields.children[place] !== one) fields.insertBefore(one, fields.children[place] ?? null);
    });
  }

  // Text that is no answer is told once the person has gone on to another field.
  private isTyped(node: any): boolean {
    return this.filling.strays.has(reference(node)) && !document.activeElement?.id.startsWith(idOf(node));
  }

  private summary(faults: Fault[], summed: boolean): void {
    const place = this.place.querySelector("#errors")!;
    if (!summed || !faults.length) return place.replaceChildren();
    const lines = faults.map(({ node, words }) => {
      const first = node.nodeType === "select" || node.nodeType === "rank" ? `${idOf(node)}` : idOf(node);
      const to = (event: Event): void => (event.preventDefault(), document.getElementById(first)?.focus());
      return h("li", {}, h("a", { href: `#${first}`, onclick: to }, plain(node.currentState.label)), ` ${words}`);
    });
    const title = h("h2", {}, say("look_again", { n: faults.length }));
    place.replaceChildren(h("div", { class: "errors", role: "alert", tabindex: -1 }, title, h("ul", {}, ...lines)));
  }

  // The times that a repeat stands, and one more.
  private times(screen: Screen, screens: Screen[]): HTMLElement {
    const range = screen.range;
    const rows = children(range).map((time, number) => {
      const first = screens.findIndex((one) => one.section && reference(one.section).startsWith(reference(time)));
      const words = this.firstAnswer(time) || say("number", { n: number + 1 });
      return h(
        "li", {}, h("span", {}, words),
        button(say("change"), () => this.go(first), "plain", { "aria-label": `${say("change")} ${words}` }),
        button(say("remove"), () => {
          range.removeInstances(number, 1);
          this.changed();
          const place = this.filling.screens.findIndex((one) => one.key === screen.key);
          this.go(place);
        }, "plain", { "aria-label": `${say("remove")} ${words}` }),
      );
    });
    const add = (): void => {
      range.addInstances();
      this.changed();
      const time = children(range).at(-1)!;
      this.go(this.filling.screens.findIndex((one) => one.section && reference(one.section).startsWith(reference(time))));
    };
    return h("div", {}, rows.length > 0 && h("ul", { class: "times" }, ...rows), button(say("add_one"), add));
  }

  private firstAnswer(below: any): string {
    for (const node of this.filling.nodes(false, below)) {
      const words = node.nodeType === "note" ? "" : shownValue(node);
      if (words) return words;
    }
    return "";
  }

  private drawCheck(screens: Screen[]): void {
    const parts = screens.filter((screen) => !isRange(screen.section ?? { nodeType: "" })).map((screen) => {
      const at = screens.indexOf(screen);
      const faults = this.faults(screen).length;
      const given = screen.items.flatMap(({ node }) => {
        const words = node.currentState.children === null && node.nodeType !== "note" ? shownValue(node) : "";
        return words ? [h("dt", {}, plain(node.currentState.label)), h("dd", {}, words)] : [];
      });
      if (!given.length && !faults) return null;
      const title = this.titleOf(screen) || say("questions");
      const words = title instanceof DocumentFragment ? title.textContent! : title;
      return h(
        "section", {},
        h("div", { class: "part" }, h("h2", {}, words), button(say("change"), () => this.go(at, faults > 0), "plain", { "aria-label": `${say("change")} ${words}` })),
        faults > 0 && h("p", { class: "error" }, say("look_again", { n: faults })),
        h("dl", { class: "given" }, ...given),
      );
    });
    this.place.replaceChildren(
      h("h1", { tabindex: -1 }, say("check_title")),
      ...parts.filter((part): part is HTMLElement => part !== null),
      h("div", { class: "acts" },
        button(say("finish"), () => void this.finish(), "main-act"),
        button(say("back"), () => this.go(screens.length - 1), "back")),
      this.later(),
    );
  }

  private later(): HTMLElement {
    return h("div", { class: "stop" }, button(say("later"), () => void this.close().then(this.leave.list), "plain"));
  }
}
