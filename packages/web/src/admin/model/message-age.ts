/** How far back what somebody wrote is deleted. */
export type Age = '1h' | '1d' | '1w' | 'all';

export const AGES: readonly { readonly value: Age; readonly label: string }[] = [
  { value: '1h', label: 'The last hour' },
  { value: '1d', label: 'The last day' },
  { value: '1w', label: 'The last week' },
  { value: 'all', label: 'All' },
];

const MS: Readonly<Record<Age, number | null>> = {
  '1h': 3_600_000,
  '1d': 86_400_000,
  '1w': 604_800_000,
  all: null,
};

/** As commands take it; `null`: of any age. */
export function ageMsOf(age: Age): number | null {
  return MS[age];
}
