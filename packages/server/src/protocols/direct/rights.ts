import { type RightsChange, userTopic } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { encode } from './codec.ts';
import { wordsOf } from './words.ts';

/** What has become of a client's rights, in this protocol's words. A mute is said when one writes. */
export function sayRights(session: Session, change: RightsChange): void {
  switch (change.kind) {
    case 'roomDeleted':
      session.send(encode('error', { message: 'The conversation was deleted' }));
      return;
    case 'room':
      session.send(encode('error', { message: wordsOf(change.reason) }));
      return;
    case 'session':
      session.send(encode('error', { message: wordsOf(change.reason) }));
      if (change.reason.code === 'unauthorized') end(session);
      return;
    case 'regained':
      session.send(encode('ban_ended', { roomId: change.roomId }));
      return;
    case 'restricted':
      return;
  }
}

/** Whoever came with a token goes with it. Without one the connection stays: it may serve another protocol. */
function end(session: Session): void {
  const { grant, identity } = session;
  // A code after which stock clients come back, with a new token.
  if (grant !== null) session.close(1012, 'Unauthorized');
  else if (identity !== null) session.unlisten(userTopic(identity.appId, identity.user.id));
}
