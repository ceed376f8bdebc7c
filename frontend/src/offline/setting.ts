// What the server wrote into the page: the link, the form behind it, and the words of the page in every language.

export interface Setting {
  link: string;
  page: string;
  worker: string;
  form: string;
  media: string;
  submission: string;
  id: string;
  version: string;
  files: string[];
  title: string;
  asks: string[];
  anonymous: boolean;
  once: boolean;
  begin: boolean;
  why: string;
  notice: string;
  file_limit: number;
  languages: [string, string][];
  language: string;
  words: Record<string, Record<string, string | [string, string]>>;
}

export const setting: Setting = JSON.parse(document.getElementById("setting")!.textContent!);

let language = setting.language;

export const spoken = (): string => language;

export function speak(code: string): void {
  language = code in setting.words ? code : "en";
  document.documentElement.lang = language;
}

const placed = (text: string, facts: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));

export const knows = (key: string): boolean => key in setting.words[language];

// A sentence of the page; where it has two forms, the number `n` chooses.
export function say(key: string, facts: Record<string, string | number> = {}): string {
  const found = setting.words[language][key];
  if (found === undefined) throw new Error(`no words for ${key}`);
  const n = Number(facts.n);
  const chosen = typeof found === "string" ? found : found[language === "en" ? Number(n !== 1) : Number(n > 1)];
  return placed(language === "fr" ? chosen.replace(/ ([:;?!»])/g, "\u00a0$1") : chosen, facts);
}
