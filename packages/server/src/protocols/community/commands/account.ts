import { KoineError } from '@koine/contract';
import { badRequest, WORDS } from '../words.ts';
import type { Commands } from './command.ts';
import { unquote } from './parse.ts';

/** Who one is. */
export const accountCommands = {
  login: {
    usage: '!login [TOKEN]',
    about: 'signs you in, without a token as guest',
    async run(token, host, { accounts }) {
      if (token === '' && host.user !== null) throw badRequest('Already logged in!');
      const given = token === '' ? (await accounts.loginGuest(host.visit, false)).token : token;
      const holder = await accounts.findByToken(given, host.visit);
      if (holder === null) throw new KoineError('unauthorized', {}, WORDS.invalidLogin);
      await host.signIn(holder);
      host.sendSystem('success', `You are logged in as ${holder.user.displayName}`);
    },
  },
  logout: {
    usage: '!logout',
    about: 'signs you out; you can still read',
    async run(_rest, host) {
      host.requireActor();
      await host.logout();
      host.sendSystem('success', 'You are logged out');
    },
  },
  name: {
    usage: '!name NAME',
    about: 'changes the name that others see',
    async run(rest, host, { core }) {
      const actor = host.requireActor();
      const displayName = unquote(rest);
      if (displayName === '') throw badRequest('Usage: !name NAME');
      const user = await core.users.update(actor, actor.user.id, { displayName });
      host.sendSystem('success', `Your name is now ${user.displayName}`);
    },
  },
} satisfies Commands;
