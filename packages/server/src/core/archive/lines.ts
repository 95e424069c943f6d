/**
 * The archive of a room or an app: newline-delimited JSON, one thing a line, in the words of the model. The first line is
 * the header. A room's line comes before its messages, and these before its members and sanctions.
 */
import type { Member, Room, Sanction, User } from '@koine/contract';

import type { ArchivedMessage } from './archived-message.ts';

export const ARCHIVE_VERSION = 1;

export interface ArchiveHeader {
  readonly type: 'koine-export';
  readonly version: typeof ARCHIVE_VERSION;
  readonly scope: 'app' | 'room';
  readonly app: { readonly id: string; readonly name: string };
  readonly exportedAt: number;
}

/** A room's archive holds no accounts: of its users only what everybody sees, the rest is empty. */
export type ArchivedUser = User & { readonly passwordHash: string | null };

export type ArchiveLine =
  | { readonly type: 'user'; readonly user: ArchivedUser }
  | { readonly type: 'room'; readonly room: Room }
  | { readonly type: 'message'; readonly message: ArchivedMessage }
  /** `lastReadId`: the newest message that the member has read, if it is still there. */
  | { readonly type: 'member'; readonly member: Member; readonly lastReadId: string | null }
  | { readonly type: 'sanction'; readonly sanction: Sanction };
