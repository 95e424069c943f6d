import { describe, expect, it } from 'vitest';
import { foldUuid, isPathStep, parseUserId, parseUuid } from './ids.ts';

const ID = '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41';

describe('UUIDs', () => {
  it('have one spelling', () => {
    expect(parseUuid(ID.toUpperCase())).toBe(ID);
    expect(parseUuid(ID)).toBe(ID);
  });

  it('are nothing else', () => {
    for (const text of ['', 'lobby', `${ID} `, `{${ID}}`, `${ID}0`, ID.replaceAll('-', '')])
      expect(parseUuid(text), text).toBeNull();
  });

  it('are distinguished from other ids, which stay as they are', () => {
    expect(foldUuid(ID.toUpperCase())).toBe(ID);
    expect(foldUuid('Lobby')).toBe('Lobby');
  });
});

describe('ids of users', () => {
  it.each([
    ...['.', '..', '%2e', '%2E%2e', '.%2e'],
    ...['../x', 'x/..', 'a/../../b', './x', 'x/.', '..\\x', 'x\\%2e%2e'],
  ])('%s is a step in a path, and no id', (id) => {
    expect(isPathStep(id)).toBe(true);
    expect(() => parseUserId(id, 'user_id')).toThrow('Invalid user_id');
  });

  it.each(['a', '...', '.a', 'a.', 'a..b', 'a/b', '%2e.%2e', 'User-UUID-1', ID.toUpperCase(), '/'])(
    '%s is one, as it is',
    (id) => {
      expect(parseUserId(id, 'user_id')).toBe(id);
    },
  );
});
