import type { ProtocolName } from '../protocols/protocol-name.ts';
import { communitySnippets } from './community.ts';
import { directSnippets } from './direct.ts';
import { lobbySnippets } from './lobby.ts';
import { platformSnippets } from './platform.ts';
import { reactionsSnippets } from './reactions.ts';
import type { SnippetContext, Snippets } from './snippet.ts';

/** The programs to copy of each protocol. */
export const SNIPPETS: Readonly<Record<ProtocolName, (place: SnippetContext) => Snippets>> = {
  lobby: lobbySnippets,
  reactions: reactionsSnippets,
  community: communitySnippets,
  direct: directSnippets,
  platform: platformSnippets,
};
