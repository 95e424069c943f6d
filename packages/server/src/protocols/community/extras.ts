import { KoineError, type Message, userKeyOf } from '@koine/contract';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Actor } from '../../core/actor.ts';
import { isCommand } from './commands/parse.ts';
import type { CommunityContext } from './context.ts';
import { type CLIENT_ACKS, CLIENT_EVENTS } from './schema.ts';
import { badRequest } from './words.ts';

/** The socket on which something was asked. */
export interface ExtrasHost {
  /** Throws `unauthorized`. */
  requireActor(): Actor;
  /** Throws `invalidInput`. */
  requireRoom(): string;
  /** The acknowledgement of what was done to a message. */
  doneTo(message: Message): Static<(typeof CLIENT_ACKS)['editMessage']>;
}

const EXTRA_NAMES = ['typing', 'react', 'editMessage', 'deleteMessage'] as const;
type ExtraName = (typeof EXTRA_NAMES)[number];

/** Does it, and what is acknowledged. Rejects with the core's rejections. */
type Extra<Name extends ExtraName> = (
  payload: unknown,
  host: ExtrasHost,
  context: Pick<CommunityContext, 'core' | 'policy'>,
) => Promise<Static<(typeof CLIENT_ACKS)[Name]>>;

/**
 * What clients may do here that the document has no word for. Each is about the room that the socket is in, and is refused in
 * its acknowledgement where one is asked for, else by `system`.
 */
const EXTRAS: { readonly [Name in ExtraName]: Extra<Name> } = {
  async typing(payload, host, { core }) {
    const actor = host.requireActor();
    const roomId = host.requireRoom();
    if (!typing.Check(payload)) throw badRequest('Invalid typing', 'typing');
    core.access.assertMayWrite(actor, await core.access.read(actor, roomId));
    if (payload.typing) core.typing.start(roomId, actor);
    else core.typing.stop(roomId, userKeyOf(actor.user));
    return { error: null };
  },

  async react(payload, host, { core }) {
    const { actor, message } = await locate(payload, host, core);
    if (!react.Check(payload)) throw badRequest('Invalid emoji', 'emoji');
    const reacted = await core.messages.react(actor, message.roomId, message.id, payload.emoji);
    const { action } = reacted;
    if (action === null) throw new KoineError('messageNotFound');
    return { ...host.doneTo(reacted.message), action };
  },

  async editMessage(payload, host, { core, policy }) {
    const { actor, message } = await locate(payload, host, core);
    if (!edit.Check(payload)) throw new KoineError('contentEmpty', { field: 'text' });
    const { text } = payload;
    if (isCommand(text)) throw badRequest('A message does not become a command', 'text');
    const edited = await core.messages.edit(actor, message.roomId, message.id, text, null, policy);
    return host.doneTo(edited);
  },

  async deleteMessage(payload, host, { core }) {
    const { actor, message } = await locate(payload, host, core);
    return host.doneTo(await core.messages.delete(actor, message.roomId, message.id));
  },
};

const typing = Compile(CLIENT_EVENTS.typing);
const react = Compile(CLIENT_EVENTS.react);
const edit = Compile(CLIENT_EVENTS.editMessage);
const withId = Compile(CLIENT_EVENTS.deleteMessage);

/** The extra of that name, `undefined` if it is none. */
export function extraNamed(event: string): Extra<ExtraName> | undefined {
  const name = EXTRA_NAMES.find((known) => known === event);
  return name && EXTRAS[name];
}

/** The message that is meant, if it is in the socket's room; else `messageNotFound`. */
async function locate(
  payload: unknown,
  host: ExtrasHost,
  core: CommunityContext['core'],
): Promise<{ readonly actor: Actor; readonly message: Message }> {
  const actor = host.requireActor();
  const roomId = host.requireRoom();
  if (!withId.Check(payload)) throw badRequest('Invalid id', 'id');
  if (!Number.isSafeInteger(payload.id)) throw new KoineError('messageNotFound');
  const message = await core.messages.locate(actor, { number: payload.id });
  if (message.roomId !== roomId) throw new KoineError('messageNotFound');
  return { actor, message };
}
