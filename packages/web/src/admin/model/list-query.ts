import { replaceQuery, route } from './route.ts';

export const PAGE_SIZE = 50;

/** Which part of a list is shown. It is in the address, so that going back, reloading and links find it again. */
export interface ListQuery {
  /** As commands take it. */
  readonly page: { readonly limit: number; readonly offset: number };
  go(offset: number): void;
  /** A filter's value; empty: none. */
  get(name: string): string;
  /** What ties a field to a filter. A change of it begins the list anew. */
  field(name: string): { readonly value: string; readonly onValue: (value: string) => void };
  /** The filters that are set, of those named, as commands take them. */
  filters<Name extends string>(...names: readonly Name[]): { readonly [N in Name]?: string };
  /** A filter with few values, as commands take it; not set where the address holds something else. */
  choice<Name extends string, Value extends string>(
    name: Name,
    known: readonly Value[],
  ): { readonly [N in Name]?: Value };
}

export function useListQuery(): ListQuery {
  const { query } = route.value;
  const get = (name: string) => query.get(name) ?? '';
  const offset = Number(get('from'));
  return {
    page: { limit: PAGE_SIZE, offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0 },
    go: (from) => replaceQuery({ from: from === 0 ? '' : `${from}` }),
    get,
    field: (name) => ({
      value: get(name),
      onValue: (value) => replaceQuery({ [name]: value, from: '' }),
    }),
    filters(...names) {
      const set: { [N in (typeof names)[number]]?: string } = {};
      for (const name of names) {
        const value = get(name).trim();
        if (value !== '') set[name] = value;
      }
      return set;
    },
    choice(name, known) {
      const set: { [N in typeof name]?: (typeof known)[number] } = {};
      const value = known.find((one) => one === get(name));
      if (value !== undefined) set[name] = value;
      return set;
    },
  };
}
