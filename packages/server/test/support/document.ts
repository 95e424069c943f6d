// biome-ignore lint/suspicious/noExplicitAny: tests look into documents whose shapes they assert.
export type Json = any;

/** The entries of an object. */
export function partsOf(node: Json): [string, Json][] {
  return Object.entries(node);
}

/** A schema of a document without references: what they point at stands in their place. */
export function resolve(document: Json, node: Json): Json {
  if (Array.isArray(node)) return node.map((item) => resolve(document, item));
  if (typeof node !== 'object' || node === null) return node;
  if (typeof node.$ref === 'string') return resolve(document, find(document, node.$ref));
  return Object.fromEntries(partsOf(node).map(([key, value]) => [key, resolve(document, value)]));
}

function find(document: Json, ref: string): Json {
  const path = ref.replace('#/', '').split('/');
  return path.reduce((node, key) => node?.[key], document);
}
