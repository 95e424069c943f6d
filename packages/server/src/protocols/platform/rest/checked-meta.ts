import { KoineError } from '@koine/contract';
import { type Meta, metaFault } from '../meta.ts';

/** Throws `invalidInput` for a `meta` that cannot be kept. */
export function checkedMeta(meta: Meta | undefined): NonNullable<Meta> | null {
  if (meta === undefined || meta === null) return null;
  const fault = metaFault(meta);
  if (fault !== null) throw new KoineError('invalidInput', { field: 'meta' }, `meta ${fault}`);
  return meta;
}
