import { expect, it } from 'vitest';
import type { Item } from './chat-state.ts';
import { blocksOf } from './groups.ts';

const TODAY = new Date(2026, 4, 7, 12).getTime();
const MINUTE = 60_000;

function message(id: string, senderId: string, at: number): Item {
  const shown = { id, senderId, sender: senderId, text: id, at, isOwn: false };
  return { kind: 'message', key: id, message: shown };
}

function shape(items: readonly Item[]) {
  return blocksOf(items, TODAY).map((block) =>
    block.kind === 'group' ? block.messages.map(({ id }) => id).join('') : block.kind,
  );
}

it('groups a sender’s messages within five minutes', () => {
  const at = TODAY;
  expect(
    shape([
      message('a', 'ada', at),
      message('b', 'ada', at + 4 * MINUTE),
      message('c', 'grace', at + 4 * MINUTE),
      message('d', 'ada', at + 4 * MINUTE),
      message('e', 'ada', at + 10 * MINUTE),
    ]),
  ).toEqual(['ab', 'c', 'd', 'e']);
});

it('begins a group after a note', () => {
  const note = { kind: 'note', key: 's', text: 'Ada left' } as const;
  expect(shape([message('a', 'ada', TODAY), note, message('b', 'ada', TODAY)])).toEqual([
    'a',
    'note',
    'b',
  ]);
});

it('names days, but not today at the top', () => {
  const yesterday = TODAY - 24 * 60 * MINUTE;
  expect(shape([message('a', 'ada', TODAY)])).toEqual(['a']);
  expect(shape([message('a', 'ada', yesterday), message('b', 'ada', TODAY)])).toEqual([
    'day',
    'a',
    'day',
    'b',
  ]);
});
