import { KoineError, type Room } from '@koine/contract';
import { foldUuid } from './ids.ts';
import type { RoomStore } from './ports/stores.ts';

/** A room as the operator names it, by id or uid, in whatever app. Rejects with `roomNotFound`. */
export async function findRoom(store: Pick<RoomStore, 'find'>, idOrUid: string): Promise<Room> {
  const room =
    (await store.find({ id: foldUuid(idOrUid) })) ?? (await store.find({ uid: idOrUid }));
  if (room === null) throw new KoineError('roomNotFound');
  return room;
}
