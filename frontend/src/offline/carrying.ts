// Waiting answers as a file, for a stick or a message, and back: JSON, sealed under the PIN of this device where it has one.

import type { Keep, Kept } from "./keep";
import { ROUNDS, base64, bytesOf, keyOf, random, seal, unseal } from "./seal";
import { setting } from "./setting";

const FORMAT = "filao-queue";
const ROUNDS_LIMIT = 2_000_000;

interface Carried {
  id: string;
  version: string;
  language: string;
  xml: string;
  files: { name: string; type: string; base64: string }[];
}

export class NotAQueue extends Error {}
export class OtherForm extends Error {}
export class WrongPin extends Error {}
export class PinNeeded extends Error {}

export async function exported(keep: Keep, pin: string): Promise<Blob> {
  const answers: Carried[] = [];
  for (const one of (await keep.all()).filter(({ state }) => state === "waiting")) {
    const { xml, language, files } = await keep.content(one);
    const carried = files.map(({ name, type, data }) => ({ name, type, base64: base64(data) }));
    answers.push({ id: one.id, version: one.version, language, xml, files: carried });
  }
  const head = { format: FORMAT, edition: 1, form: setting.id };
  const plain = JSON.stringify({ answers });
  if (!pin) return new Blob([JSON.stringify({ ...head, answers })], { type: "application/json" });
  const salt = random(16);
  const { iv, data } = await seal(await keyOf(pin, salt), FORMAT, new TextEncoder().encode(plain));
  const lock = { kdf: "PBKDF2-SHA256", rounds: ROUNDS, salt: base64(salt), iv: base64(iv) };
  return new Blob([JSON.stringify({ ...head, lock, sealed: base64(data) })], { type: "application/json" });
}

async function answersOf(text: string, pin: string): Promise<Carried[]> {
  let found: any;
  try {
    found = JSON.parse(text);
  } catch {
    throw new NotAQueue();
  }
  if (found?.format !== FORMAT || found.edition !== 1) throw new NotAQueue();
  if (found.form !== setting.id) throw new OtherForm();
  if (found.sealed) {
    if (!pin) throw new PinNeeded();
    if (!(found.lock.rounds <= ROUNDS_LIMIT)) throw new NotAQueue();
    const key = await keyOf(pin, bytesOf(found.lock.salt), found.lock.rounds);
    try {
      const plain = await unseal(key, FORMAT, { iv: bytesOf(found.lock.iv), data: bytesOf(found.sealed).buffer });
      found = JSON.parse(new TextDecoder().decode(plain));
    } catch {
      throw new WrongPin();
    }
  }
  if (!Array.isArray(found.answers)) throw new NotAQueue();
  return found.answers;
}

// How many answers of the file were new here; those known by their id are passed over.
export async function imported(keep: Keep, text: string, pin: string): Promise<{ taken: number; known: number }> {
  const answers = await answersOf(text, pin);
  const here = new Set((await keep.all()).map(({ id }: Kept) => id));
  let taken = 0;
  for (const { id, version, language, xml, files } of answers) {
    if (here.has(id)) continue;
    const attached = files.map(({ name, type, base64: text }) => ({ name, type, data: bytesOf(text).buffer }));
    await keep.add(id, { xml, language, files: attached }, { state: "waiting", version, at: 0, of: 0 });
    taken += 1;
  }
  return { taken, known: answers.length - taken };
}
