import { replaceQuery, route } from './route.ts';

/** Which part of a list is shown. It is in the address, so that going back, reloading and links find it again. */
export interface ListQuery {
  /** Of the first row. */
  readonly offset: number;
  /** A filter's value; empty: none. */
  get(name: string): string;
  /** Sets a filter, which begins the list anew. */
  filter(name: string, value: string): void;
  go(offset: number): void;
  /** The filters that are set, of those named, as commands take them. */
  filters<Name extends string>(...names: readonly Name[]): { readonly [N in Name]?: string };
}

export function useListQuery(): ListQuery {
  const { query } = route.value;
  const get = (name: string) => query.get(name) ?? '';
  const offset = Number(get('from'));
  return {
    offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0,
    get,
    filter: (name, value) => replaceQuery({ [name]: value, from: '' }),
    go: (from) => replaceQuery({ from: from === 0 ? '' : `${from}` }),
    filters(...names) {
      const set: { [N in (typeof names)[number]]?: string } = {};
      for (const name of names) {
        const value = get(name).trim();
        if (value !== '') set[name] = value;
      }
      return set;
    },
  };
}

/** A choice that an address may hold; `undefined` where it holds something else. */
export function oneOf<T extends string>(value: string, known: readonly T[]): T | undefined {
  return known.find((one) => one === value);
}
