// Plays a script of answers on the form engine of ODK's web client and tells what it shows after each act.
import { createInstance } from "./engine.js";

const REPEATS = ["repeat-range:controlled", "repeat-range:uncontrolled"];

function* below(node) {
  for (const child of node.currentState.children ?? []) {
    yield child;
    yield* below(child);
  }
}

const words = (range) => (range == null ? null : range.asString);

function told(node) {
  const { currentState: state } = node;
  const options = Array.isArray(state.valueOptions)
    ? state.valueOptions.map((option) => [option.value, words(option.label)])
    : null;
  return {
    path: state.reference,
    type: node.nodeType,
    relevant: state.relevant,
    required: state.required,
    readonly: state.readonly,
    label: words(state.label),
    options,
    value: state.children == null ? state.instanceValue : null,
    violation: node.validationState.violation?.condition ?? null,
    message: words(node.validationState.violation?.message),
  };
}

function find(root, path) {
  for (const node of below(root)) if (node.currentState.reference === path) return node;
  throw new Error(`no node ${path}`);
}

function give(node, value) {
  if (node.nodeType === "select") node.selectValues(value ? value.split(" ") : []);
  else if (node.nodeType === "rank") node.setValues(value ? value.split(" ") : []);
  else if (node.nodeType === "trigger") node.setValue(value === "OK");
  else node.setValue(value);
}

async function snapshot(root) {
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const xml = await payload.data[0].get("xml_submission_file").text();
  return { nodes: [...below(root)].map(told), xml };
}

globalThis.play = async (xform, files, acts, language) => {
  const { root } = await createInstance(xform, {
    form: {
      fetchFormAttachment: async (url) => {
        const name = url.href.split("/").pop();
        if (!(name in files)) return new Response("", { status: 404 });
        return new Response(files[name], { headers: { "Content-Type": "text/csv" } });
      },
    },
  });
  if (language) {
    root.setLanguage(root.languages.find((one) => one.language === language));
  }
  const found = [await snapshot(root)];
  for (const [act, path, value] of acts) {
    if (act === "set") give(find(root, path), value);
    else if (act === "add") find(root, path).addInstances();
    else find(root, path).removeInstances(value - 1, 1);
    found.push(await snapshot(root));
  }
  return found;
};
globalThis.ready = true;
