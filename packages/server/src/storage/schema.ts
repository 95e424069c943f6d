/**
 * The tables as Kysely sees them. Words that the database's own checks keep (a room's kind, a member's role) have their
 * precise types here; JSON and flags are parsed in `rows.ts`.
 */
import type {
  MemberRole,
  NotificationPriority,
  RoomKind,
  SanctionKind,
  UserKind,
} from '@koine/contract';
import type { Generated } from 'kysely';
import type { AuditBy, AuditVia, RetentionScope } from '../core/ports/operating-stores.ts';
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
  readonly sanctions: SanctionsTable;
  readonly notifications: NotificationsTable;
  readonly apps: AppsTable;
  readonly api_keys: ApiKeysTable;
  readonly audit: AuditTable;
  readonly retention: RetentionTable;
  readonly switches: { readonly name: string; readonly value: string };
  readonly history: HistoryTable;
  readonly removed_room_ids: { readonly id: string };
  readonly pulse: { readonly id: number; readonly beats: number };
}

interface RoomsTable {
  /** The room's short name inside the database; never given to a second room. */
  readonly room_key: Generated<number>;
  readonly id: string;
  readonly uid: string;
  readonly app_id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: RoomKind;
  /** 0 or 1. */
  readonly bridged: number;
  readonly owner_id: string | null;
  readonly pair_first: string | null;
  readonly pair_second: string | null;
  readonly slow_mode_seconds: number;
  readonly meta: string;
  readonly created_at: number;
  readonly updated_at: number;
}

interface RoomHeadsTable {
  readonly room_key: number;
  readonly last_seq: Generated<number>;
  readonly change_seq: Generated<number>;
  readonly purged_seq: Generated<number>;
  /** The change number of the last purge; 0: never purged. */
  readonly purge_change_seq: Generated<number>;
  readonly purged_at: Generated<number | null>;
  /** Rows up to this seq have been removed; behind `purged_seq` while the background removal is under way. */
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

interface MembersTable {
  readonly room_key: number;
  readonly user_id: string;
  readonly user_name: string;
  readonly role: MemberRole;
  readonly joined_at: number;
  readonly last_read_seq: Generated<number>;
}

interface UsersTable {
  readonly user_key: Generated<number>;
  readonly app_id: string;
  readonly id: string;
  readonly kind: UserKind;
  readonly display_name: string;
  readonly avatar_url: string | null;
  readonly username: string | null;
  readonly username_folded: string | null;
  /** Username and display name in lower case, for `nameContains`. */
  readonly search_text: string;
  readonly password_hash: string | null;
  readonly roles: string;
  readonly meta: string;
  readonly created_at: number;
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
}

interface FormerReactorsTable {
  readonly reactor: Reactor;
}

interface SanctionsTable {
  readonly app_id: string;
  /** Empty: in the whole app. */
  readonly room_id: string;
  readonly kind: SanctionKind;
  readonly target: string;
  readonly id: string;
  readonly until: number | null;
  readonly reason: string;
  readonly by_user_id: string | null;
  readonly created_at: number;
}

interface NotificationsTable {
  readonly id: string;
  readonly app_id: string;
  readonly user_id: string;
  readonly room_id: string | null;
  readonly title: string;
  readonly content: string;
  readonly action_url: string | null;
  readonly priority: NotificationPriority;
  readonly rank: number;
  readonly icon: string | null;
  readonly created_at: number;
  readonly read_at: Generated<number | null>;
  /** Of a mention: its message, of which title and content are made when it is read. */
  readonly message_number: Generated<number | null>;
}

interface AppsTable {
  readonly id: string;
  readonly name: string;
  readonly created_at: number;
  readonly token_secret: string;
  /** How often the secret was replaced. */
  readonly secret_generation: Generated<number>;
}

interface ApiKeysTable {
  readonly hash: string;
  readonly app_id: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  /** How the key begins, to tell it by; empty for one of an older Koine. */
  readonly prefix: string;
  readonly last_used_at: Generated<number | null>;
}

interface AuditTable {
  readonly number: Generated<number>;
  readonly at: number;
  readonly via: AuditVia;
  readonly by_kind: AuditBy['kind'];
  readonly by_id: string;
  readonly by_name: string;
  readonly by_app_id: string | null;
  readonly action: string;
  readonly app_id: string | null;
  readonly room_id: string | null;
  readonly target: string | null;
  readonly reason: string;
  readonly details: string;
  readonly outcome: string;
}

/** One row. */
interface HistoryTable {
  readonly id: number;
  readonly epoch: string;
  readonly commands: number;
}

interface RetentionTable {
  readonly scope: RetentionScope;
  /** Empty for the default. */
  readonly id: string;
  readonly age_ms: number | null;
  readonly count_max: number | null;
  readonly set_at: number;
}
