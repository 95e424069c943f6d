import { type JsonObject, KoineError } from '@koine/contract';
import Type, { type Static } from 'typebox';
import { metaError } from '../../core/meta.ts';

/** An object of the app's own; its values are JSON because it was parsed from JSON. */
export const Meta = Type.Unsafe<JsonObject | null>({
  type: ['object', 'null'],
  description: "The app's own data, at most 8 KiB as JSON (limits.metaBytesMax), 32 levels deep",
});

export type Meta = Static<typeof Meta>;

/** Throws `invalidInput` for a `meta` that cannot be stored; `null`: none was sent. */
export function parseMeta(meta: Meta | undefined): JsonObject | null {
  if (meta === undefined || meta === null) return null;
  const error = metaError(meta);
  if (error !== null) throw new KoineError('invalidInput', { field: 'meta' }, `meta ${error}`);
  return meta;
}
