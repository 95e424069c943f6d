import type { Json } from '@koine/contract';

/** Deeper than any app needs, shallow enough for every recursive reader down the line. */
const META_DEPTH_MAX = 32;

/** What is wrong with a `meta` of an app's own, or `null`; by whatever way it comes. The core checks its size. */
export function metaError(meta: Json, depthLeft = META_DEPTH_MAX): string | null {
  if (typeof meta !== 'object' || meta === null) return null;
  if (depthLeft === 0) return `must not be more than ${META_DEPTH_MAX} levels deep`;
  // A key that some readers' objects would take for their prototype.
  if (Object.hasOwn(meta, '__proto__')) return 'must not have a key __proto__';
  for (const inner of Object.values(meta)) {
    const error = metaError(inner, depthLeft - 1);
    if (error !== null) return error;
  }
  return null;
}
