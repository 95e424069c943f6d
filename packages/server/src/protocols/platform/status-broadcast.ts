import type { ProtocolCore } from '../../core/protocol-core.ts';
import { PresenceThrottle } from '../../hub/presence-throttle.ts';
import { type Publisher, roomTopic } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { connectionStatusFrame } from './codec.ts';
import type { OnlineIds } from './online-ids.ts';

/** A summary goes to everyone, so it comes the more rarely the more there are: once in a second for each started so many. */
const ONLINE_PER_SECOND = 1_000;
/** Sent at once: so many lists are in memory at a time. */
const SENT_AT_ONCE = 100;

/** Announces who comes and goes one by one, and beyond 50 a second by a fresh `connection_status` for everyone. */
export function createPresenceThrottle(
  core: Pick<ProtocolCore, 'clock' | 'roomRules'>,
  onlineIds: OnlineIds,
): PresenceThrottle {
  const send = (roomId: string, sessions: readonly Session[], from: number) => {
    for (const session of sessions.slice(from, from + SENT_AT_ONCE)) {
      if (session.identity === null) continue;
      const status = {
        userId: session.identity.user.id,
        roomId,
        ...onlineIds.status(roomId),
        totalParticipants: core.roomRules.peek(roomId)?.room.memberCount ?? 0,
      };
      session.send(connectionStatusFrame(status, core.clock.now()));
    }
    const next = from + SENT_AT_ONCE;
    if (next < sessions.length) core.clock.after(0, () => send(roomId, sessions, next));
  };
  return new PresenceThrottle(
    core.clock,
    ({ roomId }, publisher: Publisher) =>
      send(roomId, [...publisher.sessionsIn(roomTopic(roomId))], 0),
    (onlineCount) => Math.max(1, Math.ceil(onlineCount / ONLINE_PER_SECOND)),
  );
}
