import type { Audience, Member } from './audience.ts';
import type { CatchUp } from './catch-up.ts';
import type { Connection } from './connection.ts';
import { roomOfTopic, type Topic } from './protocol.ts';
import type { Session } from './session.ts';
import type { Topics } from './topics.ts';

/** One topic a session listens to: beside the audience while it catches up, then in it. */
export interface Seat extends Member {
  readonly audience: Audience;
  catchUp: CatchUp | null;
}

export function newSeat(
  session: Session & { readonly connection: Connection },
  audience: Audience,
): Seat {
  const { connection } = session;
  return { session, connection, offset: 0, index: -1, covered: null, audience, catchUp: null };
}

export function seatAt(seats: readonly Seat[], topic: Topic): Seat | undefined {
  for (const seat of seats) if (seat.audience.topic === topic) return seat;
  return undefined;
}

export function roomsOf(seats: readonly Seat[]): string[] {
  const rooms: string[] = [];
  for (const { audience } of seats) {
    const roomId = roomOfTopic(audience.topic);
    if (roomId !== null) rooms.push(roomId);
  }
  return rooms;
}

/** Its audience is forgotten if nobody is left in it, unless it is the one to sit in next. */
export function releaseSeat(seat: Seat, topics: Topics, next?: Audience): void {
  if (seat.catchUp !== null) {
    seat.catchUp.stop();
    seat.audience.removeAside(seat.catchUp);
    seat.catchUp = null;
  }
  seat.audience.remove(seat);
  if (seat.audience !== next) topics.tidy(seat.audience);
}
