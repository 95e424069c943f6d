import { hostname, loadavg } from 'node:os';
import type { Static } from 'typebox';
import type { Random } from '../../../core/ports/world.ts';
import { humanDuration } from '../human-duration.ts';
import type { Calls } from './call.ts';
import { SocketAddress, type Status, Suggestions } from './schema.ts';

const ADJECTIVES =
  'Amber Brave Calm Clever Cosmic Gentle Golden Happy Humble Jolly Lucky Merry Misty Nimble Quiet Rapid Silver Sunny Tidy Witty';
const ANIMALS =
  'Badger Beaver Crane Dolphin Falcon Ferret Finch Gecko Heron Ibex Koala Lemur Lynx Marten Otter Panda Puffin Raven Stoat Tapir';
const ATTEMPTS_MAX = 5;
const PASSWORD_CHARS = 16;

/** Getting started. */
export const serviceCalls: Calls = {
  'GET /random': {
    id: 'suggestAccount',
    auth: 'none',
    about: 'Suggests a free username and a password.',
    response: Suggestions,
    async run(_input, { core }) {
      let username = suggestName(core.random);
      for (let i = 1; i < ATTEMPTS_MAX; i++) {
        if (await core.names.isFree(username)) break;
        username = suggestName(core.random);
      }
      return { username, password: core.secrets.token().slice(0, PASSWORD_CHARS) };
    },
  },
  'GET /websocket': {
    id: 'socketAddress',
    auth: 'optional',
    about: 'The socket URL, and a token to sign in with: the caller’s own, or a guest’s.',
    response: SocketAddress,
    async run(input, { accounts }, principal) {
      const isGuest = principal === null && accounts.areGuestsAllowed;
      const guest = isGuest ? await accounts.loginGuest(input.visit, false) : null;
      return {
        websocketUrl: input.origin.replace(/^http/, 'ws'),
        token: principal?.token ?? guest?.token ?? null,
        error: null,
      };
    },
  },
};

export type ServerStatus = Static<typeof Status>;

/** What `GET /` answers callers that ask for JSON. */
export function statusOf(origin: string): ServerStatus {
  return {
    status: 'OK',
    hostname: hostname(),
    load: loadavg(),
    uptime: humanDuration(process.uptime() * 1000),
    openapi_url: `${origin}/docs/openapi.json`,
  };
}

function suggestName(random: Random): string {
  const number = 10 + Math.floor(random.next() * 9990);
  return `${pick(ADJECTIVES, random)}${pick(ANIMALS, random)}${number}`;
}

function pick(list: string, random: Random): string {
  const words = list.split(' ');
  return words[Math.floor(random.next() * words.length)] ?? '';
}
