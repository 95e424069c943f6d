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
  message: { readonly senderAppId: string; readonly senderId: string; readonly createdAt: number },
  roomKey: number,
  seq: number,
): AuthoredKey {
  const { senderAppId: appId, senderId: userId, createdAt } = message;
  return { appId, userId, hour: hourOf(createdAt), roomKey, block: blockOf(seq) };
}
