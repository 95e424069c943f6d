import type { Json, JsonObject } from '@koine/contract';
import Type, { type Static } from 'typebox';

/** Deeper than any app needs, shallow enough for every recursive reader down the line. */
const DEPTH_MAX = 32;

/** An object of the app's own; its values are JSON because it was parsed from JSON. */
export const Meta = Type.Unsafe<JsonObject | null>({
  type: ['object', 'null'],
  description: "The app's own data, at most 8 KiB as JSON (limits.metaBytesMax), 32 levels deep",
});

export type Meta = Static<typeof Meta>;

/** What is wrong with a `meta`, or `null`. Its size is the core's to judge. */
export function metaFault(meta: JsonObject): string | null {
  return faultOf(meta, DEPTH_MAX);
}

function faultOf(value: Json, depthLeft: number): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (depthLeft === 0) return `must not be more than ${DEPTH_MAX} levels deep`;
  // A key that some readers' objects would take for their prototype.
  if (Object.hasOwn(value, '__proto__')) return 'must not have a key __proto__';
  for (const inner of Object.values(value)) {
    const fault = faultOf(inner, depthLeft - 1);
    if (fault !== null) return fault;
  }
  return null;
}
