import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { migrate } from '../engines/sqlite/migrate.ts';
import { sqliteMigrations } from './index.ts';

/** A bare id in a room of app `x` and whose it is found to be; `x` has users `amy` and `both`, the built-in app `both` and `uid`. */
const SENDERS = [
  ['amy', 'external', 'x'],
  ['both', 'external', 'x'],
  ['both', 'registered', 'default'],
  ['uid', 'registered', 'default'],
  ['gone', 'registered', 'default'],
  ['g0123', 'guest', 'default'],
  ['lobby:eve', 'anonymous', 'default'],
  ['user_0123456789ab', 'anonymous', 'default'],
  ['user_0123456789ab', 'external', 'x'],
  ['anon_1', 'anonymous', 'x'],
  ['bot_ada', 'bot', 'default'],
  ['stranger', 'external', 'x'],
] as const;

const HOLDERS = [
  ['amy', 'x'],
  ['both', 'x'],
  ['uid', 'default'],
  ['lobby:eve', 'default'],
  ['user_0123456789ab', 'default'],
  ['stranger', 'x'],
] as const;

it('finds out whose the bare ids of 0.1.0 were', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, sqliteMigrations.slice(0, 2));
  db.exec(`
    insert into rooms values (1, 'r1', 'u1', 'x', '', '', 'public', 1, null, null, null, 0, '{}', 0, 0);
    insert into rooms values (2, 'r2', 'u2', 'default', '', '', 'public', 0, null, null, null, 0, '{}', 0, 0)`);
  const user = db.prepare(
    "insert into users (app_id, id, kind, display_name, search_text, roles, meta, created_at, updated_at) values (?, ?, ?, '', '', '[]', '{}', 0, 0)",
  );
  user.run('x', 'amy', 'external');
  user.run('x', 'both', 'external');
  user.run('default', 'both', 'registered');
  user.run('default', 'uid', 'registered');
  const message = db.prepare(
    "insert into messages (id, room_key, seq, change_seq, created_change_seq, sender_id, sender_name, sender_kind, content, type, created_at, deleted_at, deleted_by, reactions) values (?1, ?2, ?1, ?1, ?1, ?3, '', ?4, '', 'text', 0, ?5, ?6, ?7)",
  );
  for (const [index, [id, kind]] of SENDERS.entries())
    message.run(index, 1, id, kind, null, null, '[]');
  const held = JSON.stringify([
    ['👍', HOLDERS.map(([id]) => id)],
    ['1️⃣', ['uid']],
  ]);
  message.run(100, 1, 'amy', 'external', 1, 'uid', held);
  message.run(101, 1, 'amy', 'external', 1, 'system', '[]');
  message.run(102, 1, 'amy', 'external', 1, 'app', '[]');
  message.run(103, 2, 'amy', 'external', 1, 'amy', held);
  const member = db.prepare("insert into members values (?, ?, '', 'member', 0, 0)");
  const sanction = db.prepare(
    "insert into sanctions values ('x', 'r1', 'ban', ?, ?, null, '', null, 0)",
  );
  for (const id of ['amy', 'both', 'uid', 'stranger']) member.run(1, id);
  member.run(2, 'uid');
  for (const id of ['user:amy', 'user:both', 'user:uid', 'user:lobby:eve', 'user:stranger', 'ip:1'])
    sanction.run(id, id);
  migrate(db, sqliteMigrations);

  const members = db.prepare('select user_id from members where room_key = ?');
  expect(members.all(1).map((row) => row['user_id'])).toEqual([
    'amy',
    'both',
    'default\nuid',
    'stranger',
  ]);
  expect(members.all(2).map((row) => row['user_id'])).toEqual(['uid']);
  const targets = db.prepare('select target from sanctions order by id').all();
  expect(targets.map((row) => row['target'])).toEqual([
    'ip:1',
    'user:amy',
    'user:both',
    'user:default\nlobby:eve',
    'user:stranger',
    'user:default\nuid',
  ]);
  const rows = db
    .prepare('select seq, sender_id, sender_kind, sender_app_id from messages where seq < 100')
    .all();
  expect(rows.map((row) => [row['sender_id'], row['sender_kind'], row['sender_app_id']])).toEqual(
    SENDERS,
  );
  const deletions = db
    .prepare('select sender_app_id, deleted_by, reactions from messages where seq >= 100')
    .all();
  expect(deletions.map((row) => [row['sender_app_id'], row['deleted_by']])).toEqual([
    ['x', 'default\nuid'],
    ['x', '\nsystem'],
    ['x', '\napp'],
    ['default', 'default\namy'],
  ]);
  expect(JSON.parse(String(deletions[0]?.['reactions']))).toEqual([
    ['👍', HOLDERS.map(([id, app]) => `${app}\n${id}`)],
    ['1️⃣', ['default\nuid']],
  ]);
  expect(JSON.parse(String(deletions[3]?.['reactions']))).toEqual([
    ['👍', HOLDERS.map(([id]) => `default\n${id}`)],
    ['1️⃣', ['default\nuid']],
  ]);
});
