import { createHash } from 'node:crypto';
import { initial } from './sqlite/0001-initial.ts';
import { operating } from './sqlite/0002-operating.ts';
import { userApps } from './sqlite/0003-user-apps.ts';
import { mentions } from './sqlite/0004-mentions.ts';
import { epoch } from './sqlite/0005-epoch.ts';
import { localUsers } from './sqlite/0006-local-users.ts';
import { nameKeys } from './sqlite/0007-name-keys.ts';
import { authors } from './sqlite/0008-authors.ts';
import { roomOwners } from './sqlite/0009-room-owners.ts';
import { goneRows } from './sqlite/0010-gone-rows.ts';
import { activity } from './sqlite/0011-activity.ts';
import { rightsThatEnd } from './sqlite/0012-rights-that-end.ts';
import { authored } from './sqlite/0013-authored.ts';
import { formerUsers } from './sqlite/0014-former-users.ts';
import { replyTo } from './sqlite/0015-reply-to.ts';
import { formerReactors } from './sqlite/0016-former-reactors.ts';
import { reactionRemoval } from './sqlite/0017-reaction-removal.ts';
import { replyToNumber } from './sqlite/0018-reply-to-number.ts';

/** One step of the schema. Once released it never changes: its checksum is recorded in every database. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of `sql`, hex. */
  readonly checksum: string;
}

/** In order; versions are 1, 2, 3… */
export const sqliteMigrations: readonly Migration[] = [
  migration(1, 'initial', initial),
  migration(2, 'operating', operating),
  migration(3, 'user-apps', userApps),
  migration(4, 'mentions', mentions),
  migration(5, 'epoch', epoch),
  migration(6, 'local-users', localUsers),
  migration(7, 'name-keys', nameKeys),
  migration(8, 'authors', authors),
  migration(9, 'room-owners', roomOwners),
  migration(10, 'gone-rows', goneRows),
  migration(11, 'activity', activity),
  migration(12, 'rights-that-end', rightsThatEnd),
  migration(13, 'authored', authored),
  migration(14, 'former-users', formerUsers),
  migration(15, 'reply-to', replyTo),
  migration(16, 'former-reactors', formerReactors),
  migration(17, 'reaction-removal', reactionRemoval),
  migration(18, 'reply-to-number', replyToNumber),
];

/** A migration with its checksum. */
export function migration(version: number, name: string, sql: string): Migration {
  return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
