import { type ErrorCode, KoineError, type Sender } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR } from '../testing/actors.ts';
import { openMemoryCore } from '../testing/memory-core.ts';
import { type Actor, ANYONE, createActor, plainActor, systemActor } from './actor.ts';
import type { Core } from './core.ts';
import { roomDraft } from './rooms.ts';
import {
  app,
  draft,
  inApp,
  notice,
  profile,
  type Reason,
  type Row,
  TABLE,
  WHO,
  type Who,
  type World,
} from './testing/command-table.ts';

let core: Core;
let close: () => PromiseLike<void>;

beforeAll(async () => {
  const opened = await openMemoryCore({ limits: { moderationsPerMinute: 9999 } });
  core = opened.core;
  close = () => opened[Symbol.asyncDispose]();
  await core.apps.create(OPERATOR, 'Shop', 'shop');
  for (const appId of [app, 'shop'])
    await core.users.create(systemActor(appId), { ...profile, id: 'other' }, 'keep');
});

afterAll(() => close());

const user = (id: string, kind: Sender['kind'], appId: string = app): Sender => ({
  ...{ id, appId, kind },
  name: id,
  avatarUrl: null,
});
const outside = (who: Sender, power: 'user' | 'app') =>
  createActor({
    ...{ appId: who.appId, user: who, power, roles: [], ip: '::1' },
    ...{ rooms: null, choosesId: false },
  });
const key = (appId: string) => user('app', 'bot', appId);

const ACTORS: Readonly<Record<Who, Actor>> = {
  anyone: ANYONE,
  guest: plainActor(user('guest', 'guest'), '::1'),
  member: plainActor(user('member', 'registered'), '::1'),
  moderator: plainActor(user('moderator', 'registered'), '::1'),
  owner: plainActor(user('owner', 'registered'), '::1'),
  admin: plainActor(user('admin', 'registered'), '::1', ['admin']),
  root: plainActor(user('root', 'registered'), '::1', ['root']),
  app: outside(key(app), 'app'),
  shop: outside(key('shop'), 'app'),
  shopUser: outside(user('shopUser', 'external', 'shop'), 'user'),
  operator: inApp,
};

async function world(): Promise<World> {
  const asMember = { userId: 'member', userName: 'member', role: 'member' } as const;
  const asModerator = { userId: 'moderator', userName: 'moderator', role: 'moderator' } as const;
  const room = await core.rooms.create(
    systemActor(app, user('owner', 'registered')),
    roomDraft('Private', { kind: 'private', isOwned: true, members: [asMember, asModerator] }),
  );
  const { message } = await core.messages.send(ACTORS.member, room.id, draft, core.policies.system);
  const sent = await core.notifications.notifyUser(inApp, 'member', room.id, notice);
  return { room, message, notification: sent.id };
}

for (const [part, commands] of Object.entries(TABLE))
  describe(part, () => {
    for (const [command, row] of Object.entries<Row | Reason>(commands)) {
      if (typeof row === 'string') continue;
      const [may, run, fails] = row;
      test(`${command}: ${may.length === WHO.length ? 'everyone' : may.join(', ')}`, async () => {
        const done: Who[] = [];
        for (const who of WHO) {
          const rejection = await attempt(run, ACTORS[who]);
          if (rejection === null || rejection === fails) done.push(who);
        }
        expect(done).toEqual(WHO.filter((who) => may.includes(who)));
      });
    }
  });

/** `null`: it is done. A bug stays one. */
async function attempt(run: Row[1], actor: Actor): Promise<ErrorCode | null> {
  const now = await world();
  try {
    await run(core, actor, now);
    return null;
  } catch (error) {
    if (error instanceof KoineError) return error.code;
    throw error;
  }
}
