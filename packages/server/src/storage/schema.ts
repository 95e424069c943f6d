/**
 * The tables as Kysely sees them: the model's things (`columns.ts`), and what only storage knows of them. JSON and flags are
 * parsed in `rows.ts`.
 */
import type { App, Member, Room, Sanction } from '@koine/contract';
import type { Generated } from 'kysely';
import type { NewNotification } from '../core/ports/notification-store.ts';
import type { AuditBy, AuditRecord, RetentionRule } from '../core/ports/operating-stores.ts';
import type { ApiKey, NewUser } from '../core/ports/stores.ts';
import type { Columns } from './columns.ts';
import type { MessagesTable, Reactor } from './message-fields.ts';

export interface Schema {
  readonly rooms: RoomsTable;
  readonly room_heads: RoomHeadsTable;
  readonly removed_rooms: { readonly room_key: number };
  readonly messages: MessagesTable;
  readonly authored: AuthoredTable;
  readonly members: MembersTable;
  readonly users: UsersTable;
  readonly name_keys: NameKeysTable;
  readonly tokens: TokensTable;
  readonly user_generations: UserGenerationsTable;
  readonly former_reactors: FormerReactorsTable;
  readonly reaction_removal: ReactionRemovalTable;
  readonly sanctions: SanctionsTable;
  readonly notifications: NotificationsTable;
  readonly apps: AppsTable;
  readonly api_keys: ApiKeysTable;
  readonly audit: AuditTable;
  readonly retention: Columns<RetentionRule>;
  readonly switches: { readonly name: string; readonly value: string };
  readonly history: HistoryTable;
  readonly removed_room_ids: { readonly id: string };
  readonly pulse: { readonly id: number; readonly beats: number };
}

/** Counters of a room, which stand in a table of their own. */
type RoomCounter = 'lastMessageAt' | 'memberCount' | 'lastSeq' | 'changeSeq' | 'purgedSeq';

interface RoomsTable extends Columns<Omit<Room, RoomCounter | 'pair'>> {
  /** The room's short name inside the database; never given to a second room. */
  readonly room_key: Generated<number>;
  readonly pair_first: string | null;
  readonly pair_second: string | null;
}

interface RoomHeadsTable {
  readonly room_key: number;
  readonly last_seq: Generated<number>;
  readonly change_seq: Generated<number>;
  readonly purged_seq: Generated<number>;
  /** The change number of the last purge; 0: never purged. */
  readonly purge_change_seq: Generated<number>;
  readonly purged_at: Generated<number | null>;
  /** Rows up to this seq have been removed; lower than `purged_seq` while the background removal is under way. */
  readonly removed_seq: Generated<number>;
  /** Tombstones above `purged_seq`. */
  readonly deleted_count: Generated<number>;
  readonly member_count: Generated<number>;
  readonly last_message_at: Generated<number | null>;
  /** The newest change number of what retention has taken away; 0: nothing. */
  readonly trimmed_change_seq: Generated<number>;
  /** The room's, so that lists by activity find all they need in one index. */
  readonly app_id: string;
  readonly room_id: string;
  /** 1: public, and of the built-in app or bridged. Kept by a trigger when the room changes. */
  readonly is_listed: number;
  /** When it last had a message, else when it was made. */
  readonly active_at: number;
}

/** Where a user wrote: in which hours (since 1970), in which blocks of 4,096 seqs. */
interface AuthoredTable {
  readonly app_id: string;
  readonly user_id: string;
  readonly hour: number;
  readonly room_key: number;
  readonly block: number;
}

interface MembersTable extends Columns<Omit<Member, 'roomId' | 'lastReadSeq'>> {
  readonly room_key: number;
  readonly last_read_seq: Generated<number>;
}

interface UsersTable extends Columns<NewUser> {
  readonly user_key: Generated<number>;
  readonly username_folded: string | null;
  /** Username and display name in lower case, for `nameContains`. */
  readonly search_text: string;
  readonly updated_at: number;
}

interface NameKeysTable {
  readonly app_id: string;
  readonly key: string;
  readonly user_id: string;
  /** 0 or 1. */
  readonly is_of_username: number;
}

interface TokensTable {
  readonly hash: string;
  readonly app_id: string;
  readonly user_id: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number;
}

/** How often all of a user's tokens have been ended; no row: never. */
interface UserGenerationsTable {
  readonly app_id: string;
  readonly user_id: string;
  readonly generation: number;
  /** Of the newest message when a user of this id was last deleted. */
  readonly last_number: Generated<number>;
  /** How often a user of this id was deleted. */
  readonly deletions: Generated<number>;
  /** When the last of them was deleted; −1: none was. */
  readonly ended_at: Generated<number>;
}

interface FormerReactorsTable {
  readonly reactor: Reactor;
  /** Of the background removal, the last that had begun by then. */
  readonly pass: number;
}

/** One row. */
interface ReactionRemovalTable {
  readonly id: number;
  /** The one under way, or the next. */
  readonly pass: number;
  /** The last message that it has come to; 0: it has not begun. */
  readonly after_number: number;
}

interface SanctionsTable extends Columns<Omit<Sanction, 'roomId'>> {
  /** Empty: in the whole app. */
  readonly room_id: string;
}

interface NotificationsTable extends Columns<NewNotification> {
  readonly rank: number;
  readonly read_at: Generated<number | null>;
  /** Of a mention: its message, of which title and content are made when it is read. */
  readonly message_number: Generated<number | null>;
}

interface AppsTable extends Columns<App> {
  readonly token_secret: string;
  /** How often the secret was replaced. */
  readonly secret_generation: Generated<number>;
}

interface ApiKeysTable extends Columns<ApiKey> {
  readonly last_used_at: Generated<number | null>;
}

interface AuditTable extends Columns<Omit<AuditRecord, 'by'>>, Columns<AuditBy, 'by_'> {
  readonly number: Generated<number>;
}

/** One row. */
interface HistoryTable {
  readonly id: number;
  readonly epoch: string;
  readonly commands: number;
}
