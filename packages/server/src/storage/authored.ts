import type { NewColumns } from './message-fields.ts';

/** The key of a row of `authored`: a sender, an hour and a block of a room's seqs. */
export interface AuthoredKey {
  readonly appId: string;
  readonly userId: string;
  readonly hour: number;
  readonly roomKey: number;
  readonly block: number;
}

const SEQS_PER_BLOCK = 4096;
const HOUR_MS = 3_600_000;

export function blockOf(seq: number): number {
  return Math.trunc(seq / SEQS_PER_BLOCK);
}

export function hourOf(time: number): number {
  return Math.trunc(time / HOUR_MS);
}

/** Where the list of a message's sender finds it. */
export function authoredKey(
  message: Pick<NewColumns, 'sender_app_id' | 'sender_id' | 'created_at'>,
  roomKey: number,
  seq: number,
): AuthoredKey {
  const { sender_app_id: appId, sender_id: userId, created_at: createdAt } = message;
  return { appId, userId, hour: hourOf(createdAt), roomKey, block: blockOf(seq) };
}
