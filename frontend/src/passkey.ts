// Passkeys: the browser's own dialogue, and what comes of it sent in a form. The server says what to ask (JSON in the page,
// or fetched for signing in) and checks the answer. Until this script is there, and in a browser that knows no passkeys,
// the forms stay hidden and the sentence that names another way stays visible.

type Asked = { publicKey: any };

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
};
const text = (data: ArrayBuffer | null): string | undefined =>
  data ? btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : undefined;
const named = (list: any[] | undefined) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function answered(found: PublicKeyCredential): object {
  const said = found.response as any;
  const response: Record<string, unknown> = { clientDataJSON: text(said.clientDataJSON) };
  if (said.attestationObject) response.attestationObject = text(said.attestationObject);
  else {
    response.authenticatorData = text(said.authenticatorData);
    response.signature = text(said.signature);
    response.userHandle = text(said.userHandle);
  }
  const clientExtensionResults = found.getClientExtensionResults();
  return { id: found.id, rawId: text(found.rawId), type: found.type, response, clientExtensionResults };
}

async function make({ publicKey }: Asked): Promise<object> {
  const wanted = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: named(publicKey.excludeCredentials),
    authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true },
  };
  return answered((await navigator.credentials.create({ publicKey: wanted })) as PublicKeyCredential);
}

async function show({ publicKey }: Asked): Promise<object> {
  const wanted = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: named(publicKey.allowCredentials) };
  return answered((await navigator.credentials.get({ publicKey: wanted })) as PublicKeyCredential);
}

async function asked(form: HTMLFormElement): Promise<any> {
  const here = document.getElementById("js_data");
  if (here) return JSON.parse(here.textContent || "{}");
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return answer.json();
}

document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach((form) => {
  if (!window.PublicKeyCredential) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector<HTMLElement>("[data-refused]");
    if (told) told.hidden = true;
    try {
      const data = await asked(form);
      const found = form.dataset.passkey === "make" ? await make(data.creation_options) : await show(data.request_options);
      form.querySelector<HTMLInputElement>("input[name=credential]")!.value = JSON.stringify(found);
      form.submit();
    } catch {
      if (told) told.hidden = false;
    }
  });
  form.hidden = false;
  document.querySelectorAll<HTMLElement>("[data-no-passkey]").forEach((sentence) => (sentence.hidden = true));
});
