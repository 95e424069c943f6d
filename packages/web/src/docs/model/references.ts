import { property } from '../../lib/json.ts';
import type { Schema } from './schema.ts';

/** What the documents have in common. */
interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Puts in place of each reference (`{ $ref: '#/…' }`) what it refers to. Schemas that are referred to have a name from then on. */
export function followReferences(document: Document): void {
  for (const [name, schema] of Object.entries(document.components.schemas))
    Object.assign(schema, { 'x-name': name });
  const follow = (parent: object) => {
    for (const [key, value] of Object.entries(parent)) {
      const reference = property(value, '$ref');
      if (typeof reference === 'string') Reflect.set(parent, key, targetOf(reference, document));
      else if (typeof value === 'object' && value !== null) follow(value);
    }
  };
  follow(document);
}

/** `#/components/schemas/Message`: by name from the whole document inwards. */
function targetOf(reference: string, document: Document): unknown {
  const [, ...names] = reference.split('/');
  return names.reduce<unknown>(property, document);
}
