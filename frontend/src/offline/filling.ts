// One answer on the form engine: what is asked on which screen, what is wrong, and its bytes. Nothing here is drawn.

import { fetchMedia, formText } from "./forms";
import type { Content } from "./seal";
import { setting, spoken } from "./setting";

// The engine publishes its types from a source tree of its own; only what is used of a node is named here.
export type Node = any;

export interface Item {
  node: Node;
  depth: number;
}

export interface Screen {
  key: string;
  section: Node | null;
  items: Item[];
  range: Node | null;
}

export interface Fault {
  node: Node;
  words: string;
}

const LOOSE = 6;
const UNSEEN = ["model-value", "attribute"];

export const isRange = (node: Node): boolean => node.nodeType.startsWith("repeat-range");
export const isFree = (node: Node): boolean => node.nodeType === "repeat-range:uncontrolled";
const isGroup = (node: Node): boolean => node.nodeType === "group";
export const children = (node: Node): Node[] => node.currentState.children ?? [];
export const looks = (node: Node): string[] => [...(node.appearances ?? [])];
export const reference = (node: Node): string => node.currentState.reference;

// Whether a node or anything below it is ever shown to people.
function asks(node: Node): boolean {
  if (isRange(node)) return true;
  return isGroup(node) ? children(node).some(asks) : !UNSEEN.includes(node.nodeType);
}

// Whether a node needs screens of its own: a group at the top, a repeat, a field-list, or a group that holds one.
function isApart(node: Node, top: boolean): boolean {
  if (isRange(node)) return true;
  return isGroup(node) && (top || looks(node).includes("field-list") || children(node).some((one) => isApart(one, false)));
}

function* shown(node: Node, depth: number): Generator<Item> {
  if (!node.currentState.relevant || !asks(node)) return;
  if (!isGroup(node)) {
    const isHead = looks(node).includes("label");
    const isEmpty = node.nodeType === "select" && node.currentState.valueOptions.length === 0;
    if (!isHead && !isEmpty) yield { node, depth };
    return;
  }
  const inner = children(node).flatMap((one) => [...shown(one, depth + 1)]);
  if (inner.length) yield { node, depth };
  yield* inner;
}

function* within(above: Node, section: Node | null): Generator<Screen> {
  let run: Node[] = [];
  function* ended(): Generator<Screen> {
    const items = run.flatMap((node) => [...shown(node, 0)]);
    if (items.length) yield { key: reference(run[0]), section, items, range: null };
    run = [];
  }
  for (const node of children(above)) {
    if (!asks(node)) continue;
    const apart = isApart(node, section === null);
    if (run.length && (apart || (section === null && run.length >= LOOSE))) yield* ended();
    if (!apart) run.push(node);
    else if (isRange(node)) yield* repeated(node);
    else if (node.currentState.relevant) yield* within(node, node);
  }
  yield* ended();
}

function* repeated(range: Node): Generator<Screen> {
  if (!range.currentState.relevant) return;
  for (const time of children(range)) yield* within(time, time);
  if (isFree(range)) yield { key: `${reference(range)}+`, section: range, items: [], range };
}

export class Filling {
  // What was typed and is no answer, by the node's place: kept so that nothing typed is lost, and nothing is sent over it.
  readonly strays = new Map<string, { text: string; words: () => string }>();
  // Orders that are not complete yet.
  readonly orders = new Map<string, string[]>();

  private constructor(
    readonly root: Node,
    readonly version: string,
  ) {}

  static async begin(version: string, kept: Content | null): Promise<Filling> {
    const engine = await import("./engine.js" as string);
    const form = { fetchFormAttachment: fetchMedia(version), missingResourceBehavior: "BLANK" };
    const instance = {
      instanceAttachments: {
        fileNameFactory: ({ basename, extension, writtenAt }: any) => `${basename}-${+(writtenAt ?? 0) % 1e6}${extension ?? ""}`,
      },
    };
    const text = await formText(version);
    if (!kept) return new Filling((await engine.createInstance(text, { form, instance })).root, version);
    const data = new FormData();
    data.append("xml_submission_file", new File([kept.xml], "xml_submission_file", { type: "text/xml" }));
    for (const file of kept.files) data.append(file.name, new File([file.data], file.name, { type: file.type }));
    return new Filling((await engine.restoreInstance(text, { data: [data] }, { form, instance })).root, version);
  }

  get id(): string {
    const found = [...this.nodes(true)].find((node) => /\/(\w+:)?instanceID$/.test(reference(node)));
    return found.currentState.instanceValue;
  }

  speak(): void {
    const wanted = this.root.languages.find((one: any) => one.language.endsWith(`(${spoken()})`) || one.language === spoken());
    if (wanted) this.root.setLanguage(wanted);
  }

  get screens(): Screen[] {
    return [...within(this.root, null)];
  }

  // Questions that stand now; with `every` also those that nobody sees.
  *nodes(every = false, below: Node = this.root): Generator<Node> {
    for (const node of children(below)) {
      if (!every && !node.currentState.relevant) continue;
      if (node.currentState.children === null) {
        if (every || !UNSEEN.includes(node.nodeType)) yield node;
      } else yield* this.nodes(every, node);
    }
  }

  faults(nodes: Iterable<Node>, say: (key: string) => string): Fault[] {
    const found: Fault[] = [];
    for (const node of nodes) {
      if (node.currentState.children !== null || !node.currentState.relevant) continue;
      const stray = this.strays.get(reference(node));
      const violation = node.validationState.violation;
      if (stray) found.push({ node, words: stray.words() });
      else if (violation) found.push({ node, words: violation.message?.asString || say(`answer_${violation.condition}`) });
    }
    return found;
  }

  async content(): Promise<{ content: Content; sound: boolean }> {
    const payload = await this.root.prepareInstancePayload({ payloadType: "monolithic" });
    const content: Content = { xml: "", language: spoken(), files: [] };
    for (const [name, file] of payload.data[0].entries()) {
      if (name === "xml_submission_file") content.xml = await file.text();
      else content.files.push({ name, type: file.type, data: await file.arrayBuffer() });
    }
    return { content, sound: payload.status === "ready" && this.strays.size === 0 };
  }
}

// A picture as it may be kept in an anonymous form: drawn anew, so that what the camera wrote into the file is gone.
export async function bare(file: File): Promise<File> {
  if (!setting.anonymous || !file.type.startsWith("image/")) return file;
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d")!.drawImage(picture, 0, 0);
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  if (!drawn) throw new Error("not a picture");
  return new File([drawn], "picture.jpg", { type: "image/jpeg" });
}
