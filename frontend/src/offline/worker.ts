// The page, its scripts and styles from this device where there is no way through. The server writes SHELL in front: the link,
// the page, what it needs, and the mark of this build. Forms and answers are the page's own matter.

interface Shell {
  link: string;
  page: string;
  needs: string[];
  mark: string;
}
declare const SHELL: Shell;
const here = self as any;
const NAME = `filao shell ${SHELL.mark} ${SHELL.link}`;
const PATIENCE = 5000;

here.addEventListener("install", (event: any) => {
  const fresh = [...SHELL.needs, SHELL.page].map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)).then(() => here.skipWaiting()));
});

async function forget(): Promise<void> {
  const mine = (name: string): boolean => name.startsWith("filao shell ") && name.endsWith(` ${SHELL.link}`);
  for (const name of await caches.keys()) if (mine(name) && name !== NAME) await caches.delete(name);
  await here.clients.claim();
}
here.addEventListener("activate", (event: any) => event.waitUntil(forget()));

async function page(): Promise<Response> {
  const cache = await caches.open(NAME);
  try {
    const answer = await fetch(SHELL.page, { signal: AbortSignal.timeout(PATIENCE), credentials: "omit" });
    const isOurs = answer.ok && !answer.redirected && (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
    if (isOurs && answer.headers.get("X-Filao-Page") === "offline") {
      await cache.put(SHELL.page, answer.clone());
      return answer;
    }
  } catch {
    // no way through: the page of this device serves
  }
  return (await cache.match(SHELL.page)) ?? Response.error();
}

here.addEventListener("fetch", (event: any) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== here.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === SHELL.page) event.respondWith(page());
  else if (event.request.mode === "navigate" && address.pathname === SHELL.link) {
    event.respondWith(fetch(event.request).catch(() => Response.redirect(SHELL.page)));
  } else if (SHELL.needs.includes(address.pathname)) {
    const kept = caches.open(NAME).then((cache) => cache.match(address.pathname));
    event.respondWith(kept.then((answer) => answer ?? fetch(event.request)));
  }
});
