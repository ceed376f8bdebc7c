// What is kept on this device: half-filled forms and answers that wait, in one database for each link. An answer and its files
// are one record, so that neither is ever there without the other. A PIN seals every record.

import { type Content, type Sealed, keyOf, pack, random, seal, unpack, unseal } from "./seal";

export type State = "draft" | "waiting" | "aside" | "sent";

export interface Kept {
  id: string;
  state: State;
  number: number;
  version: string;
  at: number;
  of: number;
  told?: string;
  body: ArrayBuffer | Sealed;
}

interface Pin {
  name: "pin";
  salt: Uint8Array<ArrayBuffer>;
  check: Sealed;
}

// The record of an answer is not what this window last saw: it was sent, deleted or finished in another one.
export class Elsewhere extends Error {}
export class Locked extends Error {}

const CHECK = "filao";

const done = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const settled = (act: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    act.oncomplete = () => resolve();
    act.onabort = act.onerror = () => reject(act.error || new Elsewhere());
  });

export class Keep {
  private key: CryptoKey | null = null;
  private pin: Pin | null = null;
  private readonly told: BroadcastChannel;
  onchange: () => void = () => {};

  private constructor(
    readonly name: string,
    private base: IDBDatabase,
  ) {
    this.told = new BroadcastChannel(name);
    this.told.onmessage = async () => {
      await this.readPin();
      this.onchange();
    };
    base.onversionchange = () => base.close();
  }

  static async open(name: string): Promise<Keep> {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("answers", { keyPath: "id" });
      asked.result.createObjectStore("about", { keyPath: "name" });
    };
    const keep = new Keep(name, await done(asked));
    await keep.readPin();
    return keep;
  }

  get hasPin(): boolean {
    return this.pin !== null;
  }

  get locked(): boolean {
    return this.pin !== null && this.key === null;
  }

  private async readPin(): Promise<void> {
    const found = await done(this.base.transaction("about").objectStore("about").get("pin"));
    if (!found || String(found.salt) !== String(this.pin?.salt)) this.key = null;
    this.pin = found ?? null;
  }

  private writing(): IDBTransaction {
    return this.base.transaction(["answers", "about"], "readwrite", { durability: "strict" });
  }

  private changed(): void {
    this.told.postMessage("changed");
    this.onchange();
  }

  async all(): Promise<Kept[]> {
    const found: Kept[] = await done(this.base.transaction("answers").objectStore("answers").getAll());
    return found.sort((one, other) => one.number - other.number);
  }

  async content(one: Kept): Promise<Content> {
    if (!this.pin) return unpack(one.body as ArrayBuffer);
    if (!this.key) throw new Locked();
    return unpack(await unseal(this.key, one.id, one.body as Sealed));
  }

  private async closed(id: string, content: Content): Promise<ArrayBuffer | Sealed> {
    if (!this.pin) return pack(content);
    if (!this.key) throw new Locked();
    return seal(this.key, id, pack(content));
  }

  // Keep a new answer; its number counts up on this device and is never given twice.
  async add(id: string, content: Content, more: Pick<Kept, "state" | "version" | "at" | "of">): Promise<void> {
    const body = await this.closed(id, content);
    const act = this.writing();
    const about = act.objectStore("about");
    const counted = about.get("number");
    counted.onsuccess = () => {
      const number = (counted.result?.last ?? 0) + 1;
      about.put({ name: "number", last: number });
      act.objectStore("answers").add({ id, number, body, ...more });
    };
    await settled(act);
    this.changed();
  }

  // Change an answer that still stands in one of these states; else nothing is written and Elsewhere is thrown.
  async change(id: string, from: State[], more: Partial<Kept>, content?: Content): Promise<void> {
    const body = content ? { body: await this.closed(id, content) } : {};
    const act = this.writing();
    const answers = act.objectStore("answers");
    const found = answers.get(id);
    found.onsuccess = () => {
      if (found.result && from.includes(found.result.state)) answers.put({ ...found.result, ...more, ...body });
      else act.abort();
    };
    await settled(act);
    this.changed();
  }

  async remove(...ids: string[]): Promise<void> {
    const act = this.writing();
    for (const id of ids) act.objectStore("answers").delete(id);
    await settled(act);
    this.changed();
  }

  async unlock(pin: string): Promise<boolean> {
    if (!this.pin) return true;
    const key = await keyOf(pin, this.pin.salt);
    try {
      await unseal(key, CHECK, this.pin.check);
    } catch {
      return false;
    }
    this.key = key;
    return true;
  }

  lock(): void {
    this.key = null;
  }

  // Seal everything under a new PIN, or open everything where it is empty: all of it in one transaction, or nothing.
  async setPin(pin: string): Promise<void> {
    const salt = random(16);
    const key = pin ? await keyOf(pin, salt) : null;
    const made: Pin | null = key && { name: "pin", salt, check: await seal(key, CHECK, random(16)) };
    const again: Kept[] = [];
    for (const one of await this.all()) {
      const plain = pack(await this.content(one));
      again.push({ ...one, body: key ? await seal(key, one.id, plain) : plain });
    }
    const act = this.writing();
    for (const one of again) act.objectStore("answers").put(one);
    if (made) act.objectStore("about").put(made);
    else act.objectStore("about").delete("pin");
    await settled(act);
    [this.pin, this.key] = [made, key];
    this.changed();
  }

  // Nothing of this link is left on the device: answers, forms, the page itself.
  async wipe(): Promise<void> {
    const act = this.writing();
    act.objectStore("answers").clear();
    act.objectStore("about").clear();
    await settled(act);
    this.told.postMessage("changed");
    this.told.close();
    this.base.close();
    await new Promise<void>((resolve, reject) => {
      const asked = indexedDB.deleteDatabase(this.name);
      asked.onsuccess = asked.onblocked = () => resolve();
      asked.onerror = () => reject(asked.error);
    });
    for (const cache of await caches.keys()) if (cache.endsWith(` ${this.name}`)) await caches.delete(cache);
    for (const worker of await navigator.serviceWorker.getRegistrations()) {
      if (new URL(worker.scope).pathname === this.name) await worker.unregister();
    }
  }
}
