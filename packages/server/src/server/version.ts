import { readFileSync } from 'node:fs';
import Type from 'typebox';
import { Parse } from 'typebox/value';

const Manifest = Type.Object({ version: Type.String() });

/** The version of this Koine. */
export function koineVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return Parse(Manifest, JSON.parse(readFileSync(file, 'utf8'))).version;
}
