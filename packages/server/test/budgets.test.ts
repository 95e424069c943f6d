/** Every command has a cost, at every door that it comes by: the one who asks too much is rejected in the protocol’s words, no other user is. */
import { describe, expect, test } from 'vitest';
import { BUDGETS, type Budget, type BudgetTable } from '../src/core/budgets.ts';
import { COMMUNITY_BUDGETS } from '../src/protocols/community/limits.ts';
import { DIRECT_BUDGETS } from '../src/protocols/direct/limits.ts';
import { LOBBY_BUDGETS } from '../src/protocols/lobby/limits.ts';
import { PLATFORM_BUDGETS } from '../src/protocols/platform/limits.ts';
import { REACTIONS_BUDGETS } from '../src/protocols/reactions/limits.ts';
import { ADDRESSES, platformCall } from './support/budgets/addresses.ts';
import { COMMUNITY } from './support/budgets/community.ts';
import { DIRECT } from './support/budgets/direct.ts';
import { LOBBY, WALL } from './support/budgets/lobby-wall.ts';
import { PLATFORM } from './support/budgets/platform.ts';
import { type Asking, MAX } from './support/budgets/setup.ts';

type Doors<Table> = Readonly<Record<keyof Table, Readonly<Record<string, () => Promise<Asking>>>>>;

/** Each command of the core and of each protocol, and the doors that it comes by. A command that is not here does not compile. */
const DOORS = {
  core: {
    deletion: {
      'community rest': COMMUNITY.deletionByCall,
      'community socket.io': COMMUNITY.deletionBySocket,
      'platform websocket': PLATFORM.deletion,
    },
    reaction: {
      'community socket.io': COMMUNITY.reactionBySocket,
      wall: WALL.reaction,
      'platform websocket': PLATFORM.reaction,
    },
    newRoom: { 'community rest': COMMUNITY.newRoom },
    newConversation: { 'direct socket.io': DIRECT.newConversation },
    rename: { 'community rest': COMMUNITY.rename },
    membership: { 'platform rest': PLATFORM.membership },
    moderation: {
      'community rest': COMMUNITY.moderation,
      'community rest, of many messages': COMMUNITY.cleanup,
    },
    join: { 'community socket.io': COMMUNITY.join, 'direct socket.io': DIRECT.join },
    connect: { websocket: ADDRESSES.connect },
    refusedConnect: { 'socket.io': ADDRESSES.refusedConnect },
    wrongOperatorKey: { 'admin and platform': ADDRESSES.wrongOperatorKey },
    documentForHost: { 'docs/*.json': ADDRESSES.documentForHost },
  } satisfies Doors<typeof BUDGETS>,
  lobby: {
    message: { websocket: LOBBY.message },
    frame: { websocket: LOBBY.badFrame },
  } satisfies Doors<typeof LOBBY_BUDGETS>,
  reactions: {
    message: { websocket: WALL.message },
    frame: { websocket: WALL.badFrame },
  } satisfies Doors<typeof REACTIONS_BUDGETS>,
  community: {
    message: {
      'socket.io': COMMUNITY.messageBySocket,
      'socket.io, editing': COMMUNITY.editBySocket,
      rest: COMMUNITY.messageByCall,
    },
    event: { 'socket.io': COMMUNITY.event },
    frame: { 'socket.io, retries': COMMUNITY.retries },
    call: { rest: ADDRESSES.communityCall, websocket: ADDRESSES.socketAddress },
    signIn: { 'community rest': ADDRESSES.signIn },
    guestSignIn: { 'community rest': ADDRESSES.guestSignIn },
  } satisfies Doors<typeof COMMUNITY_BUDGETS>,
  direct: {
    message: { 'socket.io': DIRECT.message },
    read: { 'socket.io': DIRECT.read },
    frame: { 'socket.io': DIRECT.frame },
  } satisfies Doors<typeof DIRECT_BUDGETS>,
  platform: {
    message: {
      websocket: PLATFORM.messageBySocket,
      rest: PLATFORM.messageByCall,
      'rest, editing': PLATFORM.editByCall,
    },
    frame: { websocket: PLATFORM.frame },
    call: { rest: platformCall },
    anonymousCall: { rest: ADDRESSES.platformAnonymousCall },
  } satisfies Doors<typeof PLATFORM_BUDGETS>,
};
const TABLES: Readonly<Record<keyof typeof DOORS, BudgetTable>> = {
  core: BUDGETS,
  lobby: LOBBY_BUDGETS,
  reactions: REACTIONS_BUDGETS,
  community: COMMUNITY_BUDGETS,
  direct: DIRECT_BUDGETS,
  platform: PLATFORM_BUDGETS,
};

function maxOf([rate]: Budget['rates']): number {
  if (rate === undefined) return 0;
  return (MAX[rate.limit] ?? 0) * (rate.times === undefined ? 1 : (MAX[rate.times] ?? 1));
}

const ROWS = Object.entries(TABLES).flatMap(([of, table]) =>
  Object.entries<Doors<BudgetTable>>(DOORS)
    .filter(([name]) => name === of)
    .flatMap(([, doors]) => Object.entries(doors))
    .flatMap(([command, ways]) =>
      Object.entries(ways).map(([door, make]) => ({
        command: `${of} ${command}`,
        max: maxOf(table[command]?.rates ?? []),
        door,
        make,
      })),
    ),
);

describe('the budget of', () => {
  test.each(ROWS)(
    '$command by $door: beyond it one user is rejected, and no other',
    async ({ max, make }) => {
      const { own, other, namesake }: Asking = await make();
      let count = 0;
      let rejection: string | null = null;
      for (; rejection === null && count < 50; count++) rejection = await own();
      expect({ count: count - 1, rejection }).toEqual({
        count: max,
        rejection: expect.stringMatching(/Rate limit|too many wrong keys|429/i),
      });
      if (other !== undefined) expect(await other()).toBeNull();
      if (namesake !== undefined) expect(await namesake()).toBeNull();
    },
  );
});
