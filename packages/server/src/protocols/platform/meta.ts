import { type Json, type JsonObject, KoineError } from '@koine/contract';
import Type, { type Static } from 'typebox';

/** Deeper than any app needs, shallow enough for every recursive reader down the line. */
const DEPTH_MAX = 32;

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

/** What is wrong with a `meta`, or `null`. The core checks its size. */
export function metaError(meta: Json, depthLeft = DEPTH_MAX): string | null {
  if (typeof meta !== 'object' || meta === null) return null;
  if (depthLeft === 0) return `must not be more than ${DEPTH_MAX} levels deep`;
  // A key that some readers' objects would take for their prototype.
  if (Object.hasOwn(meta, '__proto__')) return 'must not have a key __proto__';
  for (const inner of Object.values(meta)) {
    const error = metaError(inner, depthLeft - 1);
    if (error !== null) return error;
  }
  return null;
}
