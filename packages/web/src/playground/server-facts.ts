import type { ServerFacts } from '../lib/server-facts.ts';
import type { ProtocolName } from './protocols/protocol-name.ts';
import type { SnippetContext } from './snippets/snippet.ts';

/** The sandbox's own community room, until somebody has made another. */
const COMMUNITY_ROOM = 'XPeDGLvd6D';

/** What the code on the page is written with. */
export function snippetContext(
  facts: Pick<ServerFacts, 'sandbox' | 'directAuth' | 'communityGuests'>,
  origin: string,
  communityRoom: string | null,
): SnippetContext {
  return {
    http: origin,
    ws: origin.replace(/^http/, 'ws'),
    apiKey: facts.sandbox?.apiKey ?? 'YOUR_API_KEY',
    roomId: facts.sandbox?.roomId ?? 'YOUR_ROOM_ID',
    communityRoom: communityRoom ?? (facts.sandbox === null ? 'YOUR_ROOM_UID' : COMMUNITY_ROOM),
    directAuth: facts.directAuth,
    areGuestsAllowed: facts.communityGuests,
  };
}

/** How an operator turns a protocol on, in the three places where settings may stand. */
export function turnOn(name: ProtocolName, { protocols, sandbox }: ServerFacts) {
  const all = [...protocols, name];
  const mode = sandbox === null ? '--production ' : '';
  return {
    flag: `npm start -- ${mode}--protocols ${all.join(',')}`,
    env: `KOINE_PROTOCOLS=${all.join(',')}`,
    file: JSON.stringify({ protocols: all }),
  };
}
