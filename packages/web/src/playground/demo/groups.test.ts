import { expect, it } from 'vitest';
import type { Item } from './chat-state.ts';
import { blocksOf } from './groups.ts';

const TODAY = new Date(2026, 4, 7, 12).getTime();
const MINUTE = 60_000;

function line(id: string, senderId: string, at: number): Item {
  const shown = { id, senderId, sender: senderId, text: id, at, isOwn: false };
  return { kind: 'line', key: id, line: shown };
}

function shape(items: readonly Item[]) {
  return blocksOf(items, TODAY).map((block) =>
    block.kind === 'group' ? block.lines.map(({ id }) => id).join('') : block.kind,
  );
}

it('groups what one says within five minutes', () => {
  const at = TODAY;
  expect(
    shape([
      line('a', 'ada', at),
      line('b', 'ada', at + 4 * MINUTE),
      line('c', 'grace', at + 4 * MINUTE),
      line('d', 'ada', at + 4 * MINUTE),
      line('e', 'ada', at + 10 * MINUTE),
    ]),
  ).toEqual(['ab', 'c', 'd', 'e']);
});

it('begins a group after what the chat says', () => {
  const said = { kind: 'said', key: 's', text: 'Ada left' } as const;
  expect(shape([line('a', 'ada', TODAY), said, line('b', 'ada', TODAY)])).toEqual([
    'a',
    'said',
    'b',
  ]);
});

it('names days, but not today at the top', () => {
  const yesterday = TODAY - 24 * 60 * MINUTE;
  expect(shape([line('a', 'ada', TODAY)])).toEqual(['a']);
  expect(shape([line('a', 'ada', yesterday), line('b', 'ada', TODAY)])).toEqual([
    'day',
    'a',
    'day',
    'b',
  ]);
});
