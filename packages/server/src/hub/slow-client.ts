import type { SlowClient } from './metrics.ts';
import type { ProtocolName, Topic } from './protocol.ts';
import type { Session } from './session.ts';

const ROOM = 'room:';

/** A session as an operator sees it. `topics`: what it listens to. */
export function slowClientOf(
  { id, ip, identity }: Pick<Session, 'id' | 'ip' | 'identity'>,
  protocol: ProtocolName,
  topics: readonly Topic[],
  bufferedBytes: number,
): SlowClient {
  const user =
    identity === null
      ? null
      : { appId: identity.appId, id: identity.user.id, name: identity.user.name };
  return {
    sessionId: id,
    protocol,
    ip,
    user,
    roomIds: topics
      .filter((topic) => topic.startsWith(ROOM))
      .map((topic) => topic.slice(ROOM.length)),
    bufferedBytes,
  };
}
