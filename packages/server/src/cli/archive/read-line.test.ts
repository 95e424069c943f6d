import type { User } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import type { ArchiveLine } from '../../core/archive/lines.ts';
import { readHeader, readLine } from './read-line.ts';

const UUID = '01890000-0000-7000-8000-000000000000';
const USER: User = {
  ...{ id: 'ann', appId: 'acme', kind: 'registered', displayName: 'Ann', avatarUrl: null },
  ...{ username: null, roles: ['root'], meta: { any: { thing: 1 } }, createdAt: 1, updatedAt: 1 },
};

/** A line of each kind, each with all that it may have. */
const LINES: { readonly [Kind in ArchiveLine['type']]: Extract<ArchiveLine, { type: Kind }> } = {
  user: { type: 'user', user: { ...USER, passwordHash: null } },
  room: {
    type: 'room',
    room: {
      ...{ id: UUID, uid: 'den', appId: 'acme', name: 'Den', description: '', kind: 'direct' },
      ...{ bridged: false, ownerId: 'ann', pair: ['ann', 'bob'], slowModeSeconds: 0, meta: {} },
      ...{ createdAt: 1, updatedAt: 1, lastMessageAt: 1, memberCount: 2, lastSeq: 1 },
      ...{ changeSeq: 1, purgedSeq: 0 },
    },
  },
  message: {
    type: 'message',
    message: {
      ...{ id: UUID, number: 1, roomId: UUID, seq: 1, changeSeq: 1, content: 'x', type: 'text' },
      sender: { id: 'ann', appId: 'acme', name: 'Ann', avatarUrl: null, kind: 'registered' },
      ...{ meta: {}, createdAt: 1, editedAt: 2, editReason: '', deletedAt: 3 },
      deletedBy: { appId: 'acme', id: 'ann' },
      reactions: [{ emoji: '👍', users: [{ appId: 'acme', id: 'ann' }] }],
      ...{ clientKey: 'k', replyTo: UUID },
    },
  },
  member: {
    type: 'member',
    member: {
      ...{ roomId: UUID, userId: 'ann', userName: 'Ann', role: 'owner', joinedAt: 1 },
      lastReadSeq: 1,
    },
    lastReadId: UUID,
  },
  sanction: {
    type: 'sanction',
    sanction: {
      ...{ id: UUID, kind: 'ban', appId: 'acme', roomId: UUID, target: 'user:bob', until: null },
      ...{ reason: '', byUserId: null, createdAt: 1 },
    },
  },
};
const HEADER = {
  ...{ type: 'koine-export', version: 1, scope: 'room', app: { id: 'acme', name: 'Acme' } },
  exportedAt: 1,
};
const END = { type: 'end', lines: 7 };

describe.each([
  ...Object.entries(LINES).map(([kind, line]) => [kind, line, readLine] as const),
  ['header', HEADER, readHeader] as const,
  ['end', END, readLine] as const,
])('a line of kind %s', (_kind, line, read) => {
  it('is read as it is', () => {
    expect(read(JSON.stringify(line))).toEqual(line);
  });

  it.each(withUnknownField(line))('is refused with the unknown field %s', (path, spoiled) => {
    expect(() => read(spoiled)).toThrow(
      expect.objectContaining({
        code: 'invalidInput',
        details: { field: path },
        message: `${path} is not a known field`,
      }),
    );
  });
});

it('reactions of Koine 0.1 are read, without further fields', () => {
  const withReaction = (fields: object) => {
    const message = { ...LINES.message.message, reactions: [{ emoji: '🎉', ...fields }] };
    return JSON.stringify({ ...LINES.message, message });
  };
  expect(readLine(withReaction({ userIds: ['bob'] }))).toMatchObject({ type: 'message' });
  expect(() => readLine(withReaction({ userIds: ['bob'], surprise: 1 }))).toThrow(
    /^message\/reactions\/0 /,
  );
});

it('an unknown kind is refused', () => {
  expect(() => readLine('{"type":"poll"}')).toThrow('it has no type that an archive knows');
});

/** The line with one more field in each of its objects: its path, and the text. Apps may have any in `meta`. */
function withUnknownField(line: object): [path: string, text: string][] {
  const found: [string, string][] = [];
  const walk = (value: unknown, path: readonly string[]) => {
    if (typeof value !== 'object' || value === null || path.at(-1) === 'meta') return;
    if (!Array.isArray(value)) {
      const spoiled = structuredClone(line);
      const inner = path.reduce<object>((object, key) => Reflect.get(object, key), spoiled);
      Reflect.set(inner, 'surprise', 1);
      found.push([[...path, 'surprise'].join('/'), JSON.stringify(spoiled)]);
    }
    for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk(line, []);
  return found;
}
