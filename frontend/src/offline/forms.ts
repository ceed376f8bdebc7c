// The forms on this device: the XForm and the files beside it, by version. A version stays for as long as a draft needs it.

import { setting } from "./setting";

const cached = (): Promise<Cache> => caches.open(`filao forms ${setting.link}`);

const of = (address: string, version: string): string => `${address}?version=${version}`;
const formAt = (version: string): string => of(setting.form, version);
const mediaAt = (version: string, name: string): string => of(setting.media + encodeURIComponent(name), version);

// Fetch what the newest version needs and is not here yet; forget versions that nothing needs any more.
export async function keepForm(needed: Set<string>): Promise<void> {
  const cache = await cached();
  const wanted = [...setting.files.map((name) => mediaAt(setting.version, name)), formAt(setting.version)];
  for (const address of wanted) {
    if (await cache.match(address)) continue;
    const answer = await fetch(address, { credentials: "omit" });
    if (answer.ok) await cache.put(address, answer);
  }
  for (const request of await cache.keys()) {
    const version = new URL(request.url).searchParams.get("version")!;
    if (version !== setting.version && !needed.has(version)) await cache.delete(request);
  }
}

export async function isKept(): Promise<boolean> {
  const cache = await cached();
  return Boolean(await cache.match(formAt(setting.version)));
}

async function read(address: string): Promise<Response> {
  const found = await (await cached()).match(address);
  return found ?? fetch(address, { credentials: "omit" });
}

export async function formText(version: string): Promise<string> {
  const answer = await read(formAt(version));
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

const nameOf = (address: URL): string => decodeURIComponent(address.pathname.split("/").pop()!);

export const fetchMedia = (version: string) => (address: URL): Promise<Response> => read(mediaAt(version, nameOf(address)));

export const pictureAt = (version: string, address: { href: string }): string =>
  mediaAt(version, nameOf(new URL(address.href)));
