import type { StatementSync } from 'node:sqlite';
import { blockOf, hourOf } from '../../authored.ts';
import { ASSIGNED_PARAMETERS, type MessageRow, NEW_COLUMNS } from '../../message-fields.ts';
import { ask, type Operation } from '../../operation.ts';
import { sentBefore } from '../../operations/former-users.ts';
import type { Queries } from '../../queries/index.ts';
import type { RowOf } from '../../rows.ts';
import type { Scalar, Statement } from '../../statement.ts';
import type { Connection } from './connection.ts';
import { failureOf } from './failure.ts';
import { RecentAuthors } from './recent-authors.ts';
import { isDatabaseError } from './sqlite-error.ts';
import { FIELDS_PER_APPEND, type Outcome } from './wire.ts';

/** A room's counters as they will be once the batch is committed. */
interface Head {
  readonly roomKey: number;
  readonly purgedSeq: number;
  lastSeq: number;
  changeSeq: number;
  lastMessageAt: Scalar;
  isDirty: boolean;
}

/** How many rooms' counters are kept between batches. */
const HEADS_MAX = 10_000;

const at = (column: (typeof NEW_COLUMNS)[number]) => 1 + NEW_COLUMNS.indexOf(column);
/** Where a message's fields hold what the appender reads. */
const SENDER_ID = at('sender_id');
const SENDER_APP_ID = at('sender_app_id');
const CLIENT_KEY = at('client_key');
const CREATED_AT = at('created_at');

/**
 * The hot path: new messages, each inserted by a prepared statement that takes its values by position. A room's counters
 * are read once, kept while no other writer can have changed them, and written once a batch.
 */
export class Appender {
  readonly #connection: Connection;
  readonly #queries: Queries;
  readonly #insert: StatementSync;
  readonly #insertAuthored: StatementSync;
  readonly #advance: StatementSync;
  readonly #heads = new Map<Scalar, Head>();
  readonly #authors = new RecentAuthors();
  #dirty: Head[] = [];

  constructor(connection: Connection, queries: Queries) {
    this.#connection = connection;
    this.#queries = queries;
    this.#insert = connection.prepare(queries.insertMessage.sql);
    assertOrder(queries.insertMessage, [...ASSIGNED_PARAMETERS, ...NEW_COLUMNS].join(' '));
    this.#insertAuthored = connection.prepare(queries.insertAuthored.sql);
    assertOrder(queries.insertAuthored, 'appId userId hour roomKey block');
    this.#advance = connection.prepare(queries.advanceHead.sql);
    assertOrder(queries.advanceHead, 'lastSeq changeSeq lastMessageAt lastMessageAt roomKey');
  }

  /** Appends the message whose fields (`wire.ts`) begin at `start`. Throws only when the whole transaction is lost. */
  append(fields: readonly Scalar[], start: number, numbers: number[], outcomes: Outcome[]): void {
    const head = this.#headOf(fields[start] ?? null);
    if (head === null) {
      numbers.push(0, 0, 0);
      outcomes.push({ failure: { code: 'roomNotFound', details: {} } });
      return;
    }
    const clientKey = fields[start + CLIENT_KEY] ?? null;
    const first = clientKey === null ? null : this.#firstOf(head, fields, start);
    if (first !== null) {
      numbers.push(0, 0, 0);
      outcomes.push({ value: first });
      return;
    }
    try {
      numbers.push(this.#insertInto(head, fields, start), head.lastSeq, head.changeSeq);
    } catch (error) {
      if (isDatabaseError(error)) throw error;
      numbers.push(0, 0, 0);
      outcomes.push({ failure: failureOf(error) });
    }
  }

  /** Writes the counters of the rooms that got messages: before a commit, and before another operation reads them. */
  flush(): void {
    for (const head of this.#dirty) {
      head.isDirty = false;
      const { lastSeq, changeSeq, lastMessageAt, roomKey } = head;
      this.#advance.run(lastSeq, changeSeq, lastMessageAt, lastMessageAt, roomKey);
    }
    this.#dirty = [];
    if (this.#heads.size > HEADS_MAX) this.#heads.clear();
  }

  /** Forgets all counters: another operation may have changed them. */
  forget(): void {
    this.#heads.clear();
    this.#dirty = [];
  }

  /** The transaction is lost: forgets whatever it may have written. */
  takenBack(): void {
    this.forget();
    this.#authors.forget();
  }

  /** The new message's number. */
  #insertInto(head: Head, fields: readonly Scalar[], start: number): number {
    const createdAt = fields[start + CREATED_AT] ?? null;
    const { lastInsertRowid } = this.#insert.run(
      head.roomKey,
      head.lastSeq + 1,
      head.changeSeq + 1,
      head.changeSeq + 1,
      ...fields.slice(start + 1, start + FIELDS_PER_APPEND),
    );
    this.#recordAuthor(head, fields, start);
    head.lastSeq += 1;
    head.changeSeq += 1;
    head.lastMessageAt = createdAt;
    if (!head.isDirty) {
      head.isDirty = true;
      this.#dirty.push(head);
    }
    return Number(lastInsertRowid);
  }

  /** Of the message that is the room's next. */
  #recordAuthor({ roomKey, lastSeq }: Head, fields: readonly Scalar[], start: number): void {
    const userId = fields[start + SENDER_ID] ?? null;
    const appId = fields[start + SENDER_APP_ID] ?? null;
    const hour = hourOf(Number(fields[start + CREATED_AT]));
    const block = blockOf(lastSeq + 1);
    if (this.#authors.isNew(roomKey, block, hour, userId, appId))
      this.#insertAuthored.run(appId, userId, hour, roomKey, block);
  }

  #headOf(roomId: Scalar): Head | null {
    const known = this.#heads.get(roomId);
    if (known !== undefined) return known;
    if (typeof roomId !== 'string') return null;
    const row = this.#connection.complete(
      firstRow<RowOf<'head'>>(ask(this.#queries.head, { roomId })),
    );
    if (row === null) return null;
    const head = {
      roomKey: row.room_key,
      purgedSeq: row.purged_seq,
      lastSeq: row.last_seq,
      changeSeq: row.change_seq,
      lastMessageAt: row.last_message_at,
      isDirty: false,
    };
    this.#heads.set(roomId, head);
    return head;
  }

  /** The message that this sender sent earlier to the room under this client key. */
  #firstOf(head: Head, fields: readonly Scalar[], start: number): MessageRow | null {
    const senderId = fields[start + SENDER_ID];
    const senderAppId = fields[start + SENDER_APP_ID];
    const clientKey = fields[start + CLIENT_KEY];
    if (typeof senderId !== 'string' || typeof senderAppId !== 'string') return null;
    if (typeof clientKey !== 'string') return null;
    const { roomKey, purgedSeq } = head;
    const by = { roomKey, purgedSeq, senderId, senderAppId, clientKey };
    return this.#connection.complete(sentBefore(this.#queries, by, 'append'));
  }
}

function* firstRow<Row>(rows: Operation<readonly Row[]>): Operation<Row | null> {
  return (yield* rows)[0] ?? null;
}

/** Values given by position must stand where the statement has their names. */
function assertOrder(statement: Statement<never, unknown>, expected: string): void {
  const order = statement.parameters.map((part) => ('name' in part ? part.name : '?')).join(' ');
  if (order !== expected) throw new Error(`Expected a statement over ${expected}, not ${order}`);
}
