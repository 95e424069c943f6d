import type { HubSession } from './hub-session.ts';
import type { SlowClient } from './metrics.ts';

/** A session as an operator sees it. `roomIds`: what it listens to. */
export function slowClientOf(
  {
    id,
    protocol,
    ip,
    identity,
    connection,
  }: Pick<HubSession, 'id' | 'protocol' | 'ip' | 'identity' | 'connection'>,
  roomIds: readonly string[],
): SlowClient {
  const user =
    identity === null
      ? null
      : { appId: identity.appId, id: identity.user.id, name: identity.user.name };
  const { bufferedBytes } = connection;
  return { sessionId: id, protocol, ip, user, roomIds, bufferedBytes };
}
