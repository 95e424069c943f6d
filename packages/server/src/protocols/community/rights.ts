import type { RightsChange } from '../../hub/protocol.ts';
import type { CommunityClient } from './client.ts';
import { WORDS } from './words.ts';

/**
 * What has become of a socket's rights, in this protocol's words. Reading needs no account: who is banned by account reads
 * on, and who is signed out too; who is banned by address may not even do that.
 */
export function sayRights(client: CommunityClient, change: RightsChange): void {
  switch (change.kind) {
    case 'roomDeleted':
      client.roomDeleted();
      return;
    case 'room':
      client.expel(change.reason);
      return;
    case 'session':
      client.say('warning', WORDS.signedOut);
      client.signOut();
      return;
    case 'restricted':
      client.restrict(change.reason);
      return;
    case 'regained':
      client.pardon();
      return;
  }
}
