// Bytes of an answer with its files, and their lock: AES-256-GCM under a key made from a PIN (PBKDF2 with SHA-256).

export const ROUNDS = 600_000;

export interface Attached {
  name: string;
  type: string;
  data: ArrayBuffer;
}

export interface Content {
  xml: string;
  language: string;
  files: Attached[];
  code?: string;
}

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

export const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

export async function keyOf(pin: string, salt: Uint8Array<ArrayBuffer>, rounds = ROUNDS): Promise<CryptoKey> {
  const words = new TextEncoder().encode(pin.normalize("NFC"));
  const plain = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, plain, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function seal(key: CryptoKey, about: string, data: BufferSource): Promise<Sealed> {
  const iv = random(12);
  const additionalData = new TextEncoder().encode(about);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, data) };
}

export async function unseal(key: CryptoKey, about: string, { iv, data }: Sealed): Promise<ArrayBuffer> {
  const additionalData = new TextEncoder().encode(about);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data);
}

// The length of a head, the head as JSON, then the files one behind the other.
export function pack(content: Content): ArrayBuffer {
  const files = content.files.map(({ name, type, data }) => ({ name, type, size: data.byteLength }));
  const head = new TextEncoder().encode(JSON.stringify({ ...content, files }));
  const whole = new Uint8Array(4 + head.length + files.reduce((sum, file) => sum + file.size, 0));
  new DataView(whole.buffer).setUint32(0, head.length);
  whole.set(head, 4);
  let at = 4 + head.length;
  for (const { data } of content.files) {
    whole.set(new Uint8Array(data), at);
    at += data.byteLength;
  }
  return whole.buffer;
}

export function unpack(whole: ArrayBuffer): Content {
  const length = new DataView(whole).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 4, length)));
  let at = 4 + length;
  const files = head.files.map(({ name, type, size }: { name: string; type: string; size: number }) => {
    at += size;
    return { name, type, data: whole.slice(at - size, at) };
  });
  return { ...head, files };
}

export function base64(data: ArrayBuffer | Uint8Array): string {
  const bytes = new Uint8Array(data as ArrayBuffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
