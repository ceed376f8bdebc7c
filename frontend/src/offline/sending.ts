// The answers that wait are sent, one after the other. An answer leaves this device only for the server's receipt of its id.

import { Elsewhere, type Keep, type Kept } from "./keep";
import type { Content } from "./seal";
import { setting } from "./setting";

interface Receipt {
  status: string;
  instance_id: string;
  receipt_code: string;
  reason: string;
}

const PATIENCE = 60_000;

function bodyOf(content: Content): FormData {
  const body = new FormData();
  body.append("xml_submission_file", new Blob([content.xml], { type: "text/xml" }), "submission.xml");
  for (const { name, type, data } of content.files) body.append(name, new Blob([data], { type }), name);
  return body;
}

// What became of one sending: "gone" it has its receipt, "later" there is no way through now, "kept" the server refused it.
async function sendOne(keep: Keep, one: Kept): Promise<"gone" | "later" | "kept"> {
  const content = await keep.content(one);
  let answer: Response;
  try {
    answer = await fetch(`${setting.submission}?language=${encodeURIComponent(content.language)}`, {
      method: "POST",
      body: bodyOf(content),
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "X-OpenRosa-Version": "1.0" },
    });
  } catch {
    return "later";
  }
  const receipt: Receipt | null = await answer.json().catch(() => null);
  if (!receipt) return "later";
  if ((answer.status === 201 || answer.status === 202) && receipt.instance_id === one.id) {
    const rest = { xml: "", language: content.language, files: [], code: receipt.receipt_code };
    await keep.change(one.id, ["waiting"], { state: "sent", told: "" }, rest);
    return "gone";
  }
  if (receipt.status === "quarantined") {
    await keep.change(one.id, ["waiting"], { state: "aside", told: receipt.reason });
    return "kept";
  }
  if (answer.status === 429 || answer.status >= 500) return "later";
  if (one.told !== receipt.reason) await keep.change(one.id, ["waiting"], { told: receipt.reason });
  return "kept";
}

async function sendAll(keep: Keep): Promise<number> {
  let sent = 0;
  for (const one of await keep.all()) {
    if (one.state !== "waiting") continue;
    try {
      const what = await sendOne(keep, one);
      if (what === "later") break;
      if (what === "gone") sent += 1;
    } catch (problem) {
      if (!(problem instanceof Elsewhere)) throw problem;
    }
  }
  return sent;
}

// How many were sent. Windows of one device take turns where the browser can arrange it; the server takes an id once anyhow.
export async function flush(keep: Keep): Promise<number> {
  if (keep.locked) return 0;
  if (!navigator.locks) return sendAll(keep);
  return navigator.locks.request(`filao sending ${keep.name}`, { ifAvailable: true }, (lock) => (lock ? sendAll(keep) : 0));
}
