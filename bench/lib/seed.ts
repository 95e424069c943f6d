import type { NewMessage } from '../../packages/server/src/core/ports/stores.ts';
import { openSqliteStores } from '../../packages/server/src/storage/index.ts';
import { type BenchRoom, createRoom, startKoine } from '../peers/koine.ts';
import { report } from './measure.ts';

export interface RoomPlan {
  readonly uid: string;
  readonly messages: number;
  /** Default: an ordinary message. */
  readonly charsEach?: number;
}

export interface SeededRoom extends BenchRoom {
  readonly messages: number;
  /** The newest change. */
  readonly changeSeq: number;
  /** The id, as the community protocol has it, of the message in the middle. */
  readonly middleNumber: number;
}

const AT_ONCE = 2_000;
const SENDERS = 100;

/** Fills a data directory through Koine's own storage: a room open to every protocol, with so many messages. */
export async function seedRoom(data: string, plan: RoomPlan): Promise<SeededRoom> {
  const room = await makeRoom(data, plan.uid);
  report(`writing ${plan.messages.toLocaleString('en')} messages into ${room.uid}`);
  await using stores = await openSqliteStores({ directory: data });
  const middle = Math.floor(plan.messages / 2);
  let changeSeq = 0;
  let middleNumber = 0;
  for (let from = 0; from < plan.messages; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, plan.messages - from);
    const drafts = Array.from({ length: count }, (_, i) => messageOf(room, from + i, plan));
    const stored = await Promise.all(drafts.map((draft) => stores.messages.append(draft)));
    for (const { message } of stored) {
      changeSeq = Math.max(changeSeq, message.changeSeq);
      if (message.seq === middle) middleNumber = message.number;
    }
  }
  return { ...room, messages: plan.messages, changeSeq, middleNumber };
}

async function makeRoom(data: string, uid: string): Promise<BenchRoom> {
  await using koine = await startKoine({ data });
  const room = await createRoom(koine.server, uid);
  await koine.server.stop();
  return room;
}

function messageOf(
  { id: roomId, uid }: BenchRoom,
  i: number,
  { charsEach = 80 }: RoomPlan,
): NewMessage {
  const name = `sender${i % SENDERS}`;
  return {
    id: crypto.randomUUID(),
    roomId,
    sender: { id: `lobby:${name}`, appId: 'default', name, avatarUrl: null, kind: 'anonymous' },
    content: `message ${i} of ${uid} `.padEnd(charsEach, 'x'),
    type: 'text',
    meta: null,
    clientKey: null,
    replyTo: null,
    replyToNumber: null,
    createdAt: Date.now(),
  };
}
