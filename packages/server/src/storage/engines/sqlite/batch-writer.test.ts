import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { messageOf, NEW_COLUMNS, newColumns } from '../../message-fields.ts';
import { sqliteMigrations } from '../../migrations/index.ts';
import { ask } from '../../operation.ts';
import { type Call, createOperations } from '../../operations/index.ts';
import { compileQueries } from '../../queries/index.ts';
import type { Scalar } from '../../statement.ts';
import { keyOf, newMessage, react } from '../../testing/samples.ts';
import { Appender } from './appender.ts';
import { BatchWriter, leavesRows } from './batch-writer.ts';
import { sqliteCompiler } from './compiler.ts';
import { Connection } from './connection.ts';
import { migrate } from './migrate.ts';
import type { BatchCommand } from './wire.ts';

const queries = compileQueries(sqliteCompiler);
const newRoom: Call = {
  name: 'createRoom',
  input: {
    room: {
      id: 'room',
      uid: 'uid',
      appId: 'default',
      name: '',
      description: '',
      kind: 'public',
      bridged: 0,
      ownerId: null,
      pairFirst: null,
      pairSecond: null,
      slowModeSeconds: 0,
      meta: '{}',
      createdAt: 1,
    },
    members: [],
  },
};
const purge: Call = { name: 'purge', input: { roomId: 'room', at: 1 } };

let db: DatabaseSync;
let connection: Connection;
let writer: BatchWriter;
let sent: number;

beforeEach(() => {
  db = new DatabaseSync(':memory:');
  migrate(db, sqliteMigrations);
  connection = new Connection(db);
  writer = new BatchWriter(
    connection,
    createOperations(queries),
    new Appender(connection, queries),
    queries,
  );
  sent = 0;
  expect(writer.run(batch([newRoom]))).toMatchObject({ failure: null });
});

/** A batch of these items; a number stands for so many messages, of which each third has a client key. */
function batch(items: BatchCommand['items'], content = 'text'): BatchCommand {
  const fields: Scalar[] = [];
  for (const item of items) {
    if (typeof item !== 'number') continue;
    for (let i = 0; i < item; i++, sent++) {
      const clientKey = sent % 3 === 0 ? `key ${sent}` : null;
      const message = newMessage('room', {
        id: `id ${sent}`,
        content,
        clientKey,
        createdAt: 10 + sent,
      });
      const columns = newColumns(message);
      fields.push('room', ...NEW_COLUMNS.map((column) => columns[column]));
    }
  }
  return { type: 'batch', items, fields };
}

const count = (condition: string, table = 'messages') =>
  Number(db.prepare(`select count(*) as count from ${table} where ${condition}`).get()?.['count']);
const blocks = () =>
  db
    .prepare('select block from authored')
    .all()
    .map(({ block }) => block);

describe('a batch', () => {
  it('continues the room’s numbers across calls between the messages', () => {
    const end: Call = { name: 'deleteToken', input: { hash: 'none' } };
    const report = writer.run(batch([2, purge, 1, end, 1]));
    expect(report.numbers).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5]);
    expect(report.outcomes).toEqual([{ value: { purgedSeq: 2, changeSeq: 3 } }, { value: [] }]);
    expect(writer.run(batch([1])).numbers).toEqual([5, 5, 6]);
  });

  it('keeps a call that fails from harming the others', () => {
    const failing: Call = { name: 'purge', input: { roomId: 'none', at: 0 } };
    const buggy: Call = { name: 'roomById', input: { uid: 'x' } };
    const report = writer.run(batch([1, failing, 1, buggy]));
    expect(report).toMatchObject({ failure: null, numbers: [1, 1, 1, 2, 2, 2] });
    expect(report.outcomes[0]).toEqual({ failure: { code: 'roomNotFound', details: {} } });
  });

  it('is lost as a whole when the database fails, and the next one works again', () => {
    writer.run(batch([10]));
    db.exec('pragma max_page_count = 60');
    const failed = writer.run(batch([4100, purge, 50], 'x'.repeat(4000)));
    expect(failed).toEqual({
      type: 'batch',
      failure: { code: 'storageUnavailable', details: {} },
      databaseError: 'database or disk is full',
      numbers: [],
      outcomes: [],
    });
    expect(db.isTransaction).toBe(false);
    expect([count('true'), blocks()]).toEqual([10, [0]]);
    expect(writer.run(batch([1])).numbers).toEqual([11, 11, 11]);
    db.exec('pragma max_page_count = 100000');
    expect(writer.run(batch([100], 'x'.repeat(4000))).numbers.slice(-3)).toEqual([111, 111, 111]);
    // What the lost batch knew of its author is forgotten with it.
    writer.run(batch([4000]));
    expect(blocks()).toEqual([0, 1]);
  });
});

describe('the background removal', () => {
  it('takes purged messages away a few at a time, and keeps client keys without content', () => {
    writer.run(batch([1000]));
    writer.run(batch([purge, 5]));
    expect(leavesRows(batch([purge]))).toBe(true);
    expect(leavesRows(batch([1]))).toBe(false);
    let steps = 0;
    while (writer.removeSome()) steps++;
    expect(steps).toBe(4);
    expect(count('seq <= 1000 and client_key is null')).toBe(0);
    expect(count("seq <= 1000 and content = ''")).toBe(334);
    expect(count("content = 'text'")).toBe(5);
    expect(writer.removeSome()).toBe(false);
  });

  it('takes away where the purged messages were, once a whole block is gone', () => {
    writer.run(batch([4095]));
    writer.run(batch([purge]));
    while (writer.removeSome());
    expect(blocks()).toEqual([]);
    writer.run(batch([1]));
    writer.run(batch([purge]));
    while (writer.removeSome());
    writer.run(batch([1]));
    expect(blocks()).toEqual([1]);
  });

  it('takes away what a removed room has left, and nothing of the room that has its id next', () => {
    const remove: Call = { name: 'removeRoom', input: { roomId: 'room' } };
    writer.run(batch([600, purge, 100]));
    writer.run(batch([remove, newRoom, 3]));
    while (writer.removeSome());
    expect([count('true'), blocks()]).toEqual([3, [0]]);
    expect(count('true', 'removed_rooms')).toBe(0);
    expect(writer.run(batch([1])).numbers).toEqual([704, 4, 4]);
  });

  it('stores reactions without those of deleted users, and forgets these; also of one deleted meanwhile', () => {
    const users = ['ann', 'bob', 'cid'];
    writer.run(batch([600]));
    const reactions = Array.from({ length: 600 }, (_, index) =>
      users.map((user) => reaction(`id ${index}`, user)),
    );
    writer.run(batch([...users.map(newUser), ...reactions.flat()]));
    expect(leavesRows(batch([removal('ann')]))).toBe(true);
    writer.run(batch([removal('ann')]));
    expect(writer.removeSome()).toBe(true);
    writer.run(batch([removal('bob'), newUser('bob'), reaction('id 0', 'bob')]));
    const reactorsOf = (id: string) =>
      connection
        .complete(ask(queries.messageById, { id }))
        .flatMap((row) => messageOf(row, 'room').reactions.flatMap((one) => one.users));
    const expectRight = () => {
      expect(reactorsOf('id 0')).toEqual(['cid', 'bob'].map(keyOf));
      expect(reactorsOf('id 599')).toEqual([keyOf('cid')]);
    };
    expectRight();
    let steps = 0;
    while (writer.removeSome()) {
      expectRight();
      steps++;
    }
    expectRight();
    // Two more of ann's pass, and three of bob's.
    expect(steps).toBe(2 + 3);
    expect(count('true', 'former_reactors')).toBe(0);
    expect(count("reactions like '%ann%'")).toBe(0);
    expect(count("reactions like '%bob%'")).toBe(1);
  });
});

const removal = (id: string): Call => ({
  name: 'removeUser',
  input: { appId: 'default', id, at: 1 },
});

function newUser(id: string): Call {
  const user = {
    ...({ id, appId: 'default', kind: 'registered', displayName: id, avatarUrl: null } as const),
    ...{ username: null, usernameFolded: null, searchText: id, passwordHash: null },
    ...{ roles: '[]', meta: '{}', createdAt: 1 },
  };
  return { name: 'createUser', input: { user, ifExists: 'fail', namedBy: 'others' } };
}

const reaction = (messageId: string, userId: string): Call => ({
  name: 'reviseMessage',
  input: { roomId: 'room', messageId, revision: react('👍', userId) },
});
