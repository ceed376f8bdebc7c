// The page for answering without a network: what is kept on this device, filling in, sending, carrying as a file, wiping.

import { NotAQueue, OtherForm, PinNeeded, WrongPin, exported, imported } from "./carrying";
import { type Child, button, h } from "./dom";
import { Fill } from "./fill";
import { Filling } from "./filling";
import { isKept, keepForm } from "./forms";
import { Elsewhere, Keep, type Kept } from "./keep";
import { flush } from "./sending";
import { knows, say, setting, speak, spoken } from "./setting";

const EVERY = 60_000;
const SOON = 2_000;
const PIN_LENGTH = 6;
const IDLE = 15 * 60_000;

const main = document.getElementById("main")!;
const bar = document.getElementById("bar")!;

let keep: Keep;
let view: () => Promise<void> | void = list;
let fill: Fill | null = null;
let ready = false;
let stays: boolean | null = null;
let sending = false;
let again = false;
let pause = SOON;
let timer = 0;
let touched = Date.now();

const day = (): string => new Date().toISOString().slice(0, 10);
const reason = (kind: string, code: string): string => say(knows(`${kind}_${code}`) ? `${kind}_${code}` : `${kind}_other`);
const numbered = (one: Kept): string => say("answer_number", { number: one.number });

// --- the line above every view

async function drawBar(): Promise<void> {
  const waiting = (await keep.all()).filter(({ state }) => state === "waiting").length;
  const send = waiting > 0 && !keep.locked && button(sending ? say("sending") : say("send_now"), () => sendNow(true), "", { disabled: sending });
  bar.replaceChildren(
    h("p", { role: "status", id: "waiting" }, h("strong", {}, say("waiting", { n: waiting })), " ", navigator.onLine ? say("online") : say("no_network")),
    ...(send ? [send] : []),
  );
}

// Asked while a sending is under way, it is done once more: the one under way may have begun without a network.
async function sendNow(asked = false): Promise<void> {
  again = true;
  if (sending) return;
  sending = true;
  if (asked) await drawBar();
  try {
    while (again) {
      again = false;
      if (await flush(keep)) pause = SOON;
    }
  } finally {
    sending = false;
    await drawBar();
  }
  const waits = (await keep.all()).some(({ state }) => state === "waiting");
  if (waits && navigator.onLine && !keep.locked && pause < EVERY) {
    clearTimeout(timer);
    timer = window.setTimeout(() => void sendNow(), pause);
    pause *= 2;
  }
}

// --- views

function show(title: string, ...inner: Child[]): void {
  main.replaceChildren(h("h1", { tabindex: -1 }, title), ...inner.filter((one): one is Node => Boolean(one)));
  document.title = `${title} · ${setting.title}`;
}

async function go(next: () => Promise<void> | void): Promise<void> {
  if (fill) await fill.close();
  fill = null;
  view = keep.locked ? locked : next;
  await view();
  main.querySelector<HTMLElement>("h1")?.focus();
}

async function list(): Promise<void> {
  const all = await keep.all();
  const of = (state: string): Kept[] => all.filter((one) => one.state === state);
  const [drafts, waiting, aside, sent] = ["draft", "waiting", "aside", "sent"].map(of);
  const used = setting.once && all.length > 0;
  const mayBegin = setting.begin && ready && !used;
  const codes = await Promise.all(sent.map(async (one) => (await keep.content(one)).code ?? ""));
  if (view !== list) return;
  show(
    setting.title,
    !setting.begin && h("div", { class: "told" }, h("p", {}, say(`why_${setting.why}`))),
    setting.begin && !ready && h("div", { class: "told" }, h("p", {}, say("not_ready"))),
    mayBegin && h("div", { class: "acts down" }, button(say("begin"), () => open(null), "main-act")),
    section(say("drafts"), drafts.map((one) => row(
      numbered(one), say("part_of", { at: Math.min(one.at + 1, one.of), total: one.of }),
      button(say("go_on"), () => open(one), "", { "aria-label": `${say("go_on")} ${numbered(one)}` }),
      button(say("delete"), () => go(() => sure(one)), "plain", { "aria-label": `${say("delete")} ${numbered(one)}` }))), say("no_drafts")),
    section(say("waiting_title"), waiting.map((one) => row(
      numbered(one), one.told ? reason("refused", one.told) : say("waits"),
      button(say("delete"), () => go(() => sure(one)), "plain", { "aria-label": `${say("delete")} ${numbered(one)}` }))), say("none_wait")),
    aside.length > 0 && section(say("aside_title"), aside.map((one) => row(
      numbered(one), reason("aside", one.told ?? ""),
      button(say("remove"), () => keep.remove(one.id), "plain", { "aria-label": `${say("remove")} ${numbered(one)}` }))), ""),
    sent.length > 0 && section(say("sent_title"), sent.map((one, place) => row(
      numbered(one), codes[place] ? say("receipt", { code: codes[place] }) : say("arrived"))), "",
      button(say("clear_sent"), () => keep.remove(...sent.map(({ id }) => id)), "plain")),
    device(waiting.length),
  );
}

function section(title: string, rows: HTMLElement[], none: string, ...more: Child[]): HTMLElement {
  return h("section", {}, h("h2", {}, title), rows.length ? h("ul", { class: "kept" }, ...rows) : h("p", { class: "soft" }, none), ...more);
}

const row = (name: string, told: string, ...acts: Child[]): HTMLElement =>
  h("li", {}, h("span", {}, h("strong", {}, name), " ", h("span", { class: "soft" }, told)), h("span", { class: "row-acts" }, ...acts));

function device(waiting: number): HTMLElement {
  const staysWords = stays === null ? say("stays_unknown") : stays ? say("stays_yes") : say("stays_no");
  return h(
    "section", {}, h("h2", {}, say("device")),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, say("kept_here")), h("dd", {}, staysWords, " ", stays === false && button(say("ask_stay"), () => persist(), "plain"))),
      h("div", {}, h("dt", {}, say("form_here")), h("dd", {}, ready ? say("yes_ready") : say("not_ready"))),
      h("div", {}, h("dt", {}, say("pin")), h("dd", {}, keep.hasPin ? say("pin_set") : say("pin_none")))),
    h("div", { class: "acts down" },
      waiting > 0 && button(say("save_file"), () => (keep.hasPin ? go(pinForFile) : save(""))),
      button(say("take_file"), () => go(() => takeFile(""))),
      button(keep.hasPin ? say("change_pin") : say("set_pin"), () => go(() => choosePin(""))),
      keep.hasPin && button(say("lock"), () => (keep.lock(), go(list))),
      button(say("wipe"), () => go(wipe), "risky")),
  );
}

async function persist(): Promise<void> {
  stays = navigator.storage?.persist ? await navigator.storage.persist() : null;
  if (view === list) await list();
}

// --- filling in

async function open(one: Kept | null): Promise<void> {
  void persist();
  try {
    const content = one && (await keep.content(one));
    const filling = await Filling.begin(one?.version ?? setting.version, content);
    main.replaceChildren();
    view = () => fill?.speak();
    const leave = {
      list: () => void go(list),
      finished: () => void go(finished).then(() => sendNow()),
      elsewhere: () => void go(() => told(say("elsewhere"))),
      failed: (problem: unknown) => (console.error(problem), void go(() => told(say("not_kept")))),
    };
    fill = new Fill(main, keep, filling, leave, one !== null, one?.at ?? 0);
    document.title = setting.title;
    main.querySelector<HTMLElement>("h1")?.focus();
  } catch (problem) {
    console.error(problem);
    await go(() => told(say("not_opened")));
  }
}

const back = (): HTMLElement => h("div", { class: "acts" }, button(say("to_list"), () => go(list), "main-act"));

function told(words: string): void {
  show(setting.title, h("div", { class: "errors" }, h("p", {}, words)), back());
}

function finished(): void {
  view = finished;
  show(say("finished_title"), h("p", {}, say("finished_words")), back());
}

function sure(one: Kept): void {
  const words = one.state === "waiting" ? say("sure_waiting") : say("sure_draft");
  const away = async (): Promise<void> => {
    await keep.remove(one.id);
    await go(list);
  };
  show(say("sure_title", { name: numbered(one) }), h("p", {}, words),
    h("div", { class: "acts" }, button(say("delete"), away, "risky"), button(say("keep"), () => go(list), "back")));
}

// --- PIN

function asked(name: string, label: string, error: string, help = ""): [HTMLElement, HTMLInputElement] {
  const described = [help && `${name}-help`, error && `${name}-error`].filter(Boolean).join(" ");
  const input = h("input", { id: name, type: "password", autocomplete: "off", class: "narrow", "aria-describedby": described || null, "aria-invalid": error ? "true" : null });
  const field = h(
    "div", { class: `field${error ? " wrong" : ""}` }, h("label", { class: "label", for: name }, label),
    help && h("p", { class: "help", id: `${name}-help` }, help), error && h("p", { class: "error", id: `${name}-error` }, error), input,
  );
  return [field, input];
}

const posted = (act: () => Promise<void>, ...inner: Child[]): HTMLElement =>
  h("form", { novalidate: true, onsubmit: (event) => (event.preventDefault(), void act()) }, ...inner);

function locked(error = ""): void {
  view = () => locked();
  const [field, input] = asked("pin", say("pin"), error);
  const act = async (): Promise<void> => {
    if (!(await keep.unlock(input.value))) return locked(say("pin_wrong"));
    await go(list);
    void sendNow();
  };
  show(say("locked_title"), posted(act, field, h("div", { class: "acts" }, h("button", { class: "main-act" }, say("unlock")))),
    h("div", { class: "stop" }, h("p", {}, say("pin_forgotten")), button(say("wipe"), () => (view = wipe, wipe()), "plain")));
  if (error) input.focus();
}

function choosePin(error: string): void {
  view = () => choosePin("");
  const [first, one] = asked("pin", say("pin_new"), error, say("pin_help", { n: PIN_LENGTH }));
  const [second, again] = asked("pin-again", say("pin_again"), "");
  const act = async (): Promise<void> => {
    if (one.value.length < PIN_LENGTH) return refuse(say("pin_short", { n: PIN_LENGTH }));
    if (one.value !== again.value) return refuse(say("pin_differs"));
    await keep.setPin(one.value);
    await go(list);
  };
  const refuse = (words: string): void => {
    choosePin(words);
    document.getElementById("pin")!.focus();
  };
  const none = async (): Promise<void> => {
    await keep.setPin("");
    await go(list);
  };
  show(keep.hasPin ? say("change_pin") : say("set_pin"), posted(act, first, second,
    h("div", { class: "acts" }, h("button", { class: "main-act" }, say("set_pin")), button(say("cancel"), () => go(list), "back"),
      keep.hasPin && button(say("no_pin"), none, "plain"))));
}

// --- files

async function save(pin: string): Promise<void> {
  const address = URL.createObjectURL(await exported(keep, pin));
  const link = h("a", { href: address, download: `${setting.id}-${day()}.filao-queue` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), EVERY);
  await go(() => show(say("saved_title"), h("p", {}, say("saved_words")), back()));
}

function pinForFile(error = ""): void {
  view = () => pinForFile();
  const [field, input] = asked("pin", say("pin"), error, say("pin_file_help"));
  const act = async (): Promise<void> => ((await keep.unlock(input.value)) ? save(input.value) : pinForFile(say("pin_wrong")));
  show(say("save_file"), posted(act, field, h("div", { class: "acts" }, h("button", { class: "main-act" }, say("save_file")), button(say("cancel"), () => go(list), "back"))));
}

function takeFile(error: string, text = ""): void {
  view = () => takeFile("");
  const [field, pin] = asked("pin", say("pin_of_file"), error && text ? error : "", say("pin_of_file_help"));
  const input = h("input", { type: "file", id: "file", accept: ".filao-queue,application/json" });
  const act = async (): Promise<void> => {
    const given = input.files?.[0] ? await input.files[0].text() : text;
    try {
      const { taken, known } = await imported(keep, given, pin.value);
      await go(() => show(say("taken_title", { n: taken }), known > 0 && h("p", {}, say("taken_known", { n: known })), back()));
      void sendNow();
    } catch (problem) {
      const named: [any, string][] = [[NotAQueue, "file_unreadable"], [OtherForm, "file_other_form"], [PinNeeded, "file_pin_needed"], [WrongPin, "pin_wrong"]];
      const found = named.find(([kind]) => problem instanceof kind);
      if (!found) throw problem;
      const ofPin = problem instanceof PinNeeded || problem instanceof WrongPin;
      takeFile(say(found[1]), ofPin ? given : "");
      document.getElementById(ofPin ? "pin" : "file")!.focus();
    }
  };
  const wrong = error && !text;
  show(say("take_file"), posted(act,
    h("div", { class: `field${wrong ? " wrong" : ""}` }, h("label", { class: "label", for: "file" }, say("file")), wrong && h("p", { class: "error" }, error),
      text ? h("p", {}, say("file_added")) : input),
    field, h("div", { class: "acts" }, h("button", { class: "main-act" }, say("take_file")), button(say("cancel"), () => go(list), "back"))));
}

// --- wiping

async function wipe(): Promise<void> {
  const all = await keep.all();
  const waiting = all.filter(({ state }) => state === "waiting").length;
  const drafts = all.filter(({ state }) => state === "draft").length;
  const act = async (): Promise<void> => {
    await keep.wipe();
    bar.replaceChildren();
    view = () => gone();
    gone();
    main.querySelector<HTMLElement>("h1")!.focus();
  };
  show(say("wipe_title"), waiting > 0 && h("div", { class: "errors" }, h("p", {}, say("wipe_waiting", { n: waiting }))),
    drafts > 0 && h("p", {}, say("wipe_drafts", { n: drafts })), h("p", {}, say("wipe_words")),
    h("div", { class: "acts" }, button(say("wipe_sure"), act, "risky"), button(say("cancel"), () => go(list), "back")));
}

function gone(): void {
  show(say("wiped_title"), h("p", {}, say("wiped_words")));
}

// --- from the beginning

function languages(): void {
  const place = document.getElementById("languages")!;
  const buttons = setting.languages.map(([code, name]) =>
    button(name, async () => {
      speak(code);
      languages();
      document.querySelector<HTMLElement>(`#languages [lang=${code}]`)!.focus();
      await drawBar();
      await view();
    }, "", { lang: code, "aria-current": code === spoken() ? "true" : null }),
  );
  place.setAttribute("aria-label", say("language"));
  document.getElementById("skip")!.textContent = say("skip");
  if (setting.asks.length) document.getElementById("asks")!.textContent = `${say("asked_by")} ${setting.asks.join(", ")}`;
  const notice = document.getElementById("notice");
  notice?.setAttribute("aria-label", say("notice"));
  notice?.replaceChildren(say(`notice_${setting.notice}`));
  place.replaceChildren(...buttons);
}

async function prepare(): Promise<void> {
  try {
    const drafts = (await keep.all()).filter(({ state }) => state === "draft");
    await keepForm(new Set(drafts.map(({ version }) => version)));
  } catch {
    // no network: what is here is here
  }
  ready = await isKept();
  if (view === list) await list();
}

async function start(): Promise<void> {
  speak(setting.language);
  languages();
  if (!window.isSecureContext || !navigator.serviceWorker || !window.indexedDB) {
    return show(setting.title, h("div", { class: "errors" }, h("p", {}, say("insecure")), h("p", {}, h("a", { href: setting.link }, say("ordinary")))));
  }
  keep = await Keep.open(setting.link);
  stays = navigator.storage?.persisted ? await navigator.storage.persisted() : null;
  keep.onchange = async () => {
    await drawBar();
    if (keep.locked && view !== wipe) await go(list);
    else if (view === list) await list();
  };
  await drawBar();
  await go(list);
  void navigator.serviceWorker.register(setting.worker, { scope: setting.link }).catch(console.error);
  addEventListener("online", () => {
    pause = SOON;
    void prepare().then(() => sendNow()).then(drawBar);
  });
  addEventListener("offline", () => void drawBar());
  await prepare();
  void sendNow();
  document.addEventListener("visibilitychange", () => void (document.visibilityState === "visible" ? sendNow() : fill?.save()));
  for (const sign of ["keydown", "pointerdown"]) document.addEventListener(sign, () => (touched = Date.now()), true);
  setInterval(async () => {
    if (keep.hasPin && !keep.locked && Date.now() - touched > IDLE) {
      if (fill) await fill.close();
      fill = null;
      keep.lock();
      await go(list);
    } else await sendNow();
  }, EVERY);
}

void start();
