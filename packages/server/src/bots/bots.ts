import { type CoreEvent, DEFAULT_APP_ID, type Message, type Sender } from '@koine/contract';
import { systemActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Messages } from '../core/messages.ts';
import type { Timer } from '../core/ports/world.ts';
import type { RoomRulesCache } from '../core/room-rules-cache.ts';
import { CAST, moodOf, REPLIES } from './replies.ts';

export interface BotsDeps {
  readonly core: Pick<Core, 'bus' | 'clock' | 'random' | 'policies'> & {
    readonly messages: Pick<Messages, 'send'>;
    readonly roomRules: Pick<RoomRulesCache, 'peek'>;
  };
  /** Rooms in which bots answer. */
  readonly roomIds: readonly string[];
  /** How likely one answers a user's message, 0 to 1. */
  readonly probability: number;
  readonly delayMinMs: number;
  readonly delayMaxMs: number;
  /** Called when a reply could not be stored. */
  readonly onError: (error: unknown) => void;
}

export interface Bots {
  /** Who answers where and how often, from now on; replies already thought of still come where bots still are. */
  configure(choice: { readonly roomIds: readonly string[]; readonly probability: number }): void;
  /** No more replies, not even those already thought of. */
  stop(): void;
}

/** Replies that wait for their time; beyond these, bots keep silent. */
const PENDING_MAX = 1000;
/** Older messages come from an archive: no user waits for a reply to them. */
const FRESH_MS = 60_000;

/**
 * Bots reply to users' messages in some rooms now and then, after a human-like pause, with an ordinary stored message of
 * type `bot`. They never reply to a bot. Chance is asked in this order, when the user's message comes: whether to
 * answer (a draw below `probability`), and if so who, what, and after how long.
 */
export function startBots(deps: BotsDeps): Bots {
  const { core } = deps;
  let { probability } = deps;
  let rooms: ReadonlySet<string> = new Set(deps.roomIds);
  const pending = new Set<Timer>();

  const receive = (event: CoreEvent) => {
    if (event.type !== 'messageCreated' || !rooms.has(event.roomId)) return;
    const { message } = event;
    if (message.sender.kind === 'bot' || message.type === 'bot') return;
    if (core.clock.now() - message.createdAt > FRESH_MS) return;
    if (core.random.next() >= probability || pending.size >= PENDING_MAX) return;
    const sender = pick(CAST, core.random.next());
    const content = pick(REPLIES[moodOf(message.content)], core.random.next());
    const { delayMinMs, delayMaxMs } = deps;
    const delayMs = Math.round(delayMinMs + core.random.next() * (delayMaxMs - delayMinMs));
    const timer = core.clock.after(delayMs, () => {
      pending.delete(timer);
      if (rooms.has(message.roomId)) send(deps, message, sender, content);
    });
    pending.add(timer);
  };

  // Subscribed only while there is something to reply to.
  let unsubscribe: (() => void) | null = null;
  const listen = () => {
    const isWanted = rooms.size > 0 && probability > 0;
    if (isWanted) unsubscribe ??= core.bus.subscribe(receive);
    else {
      unsubscribe?.();
      unsubscribe = null;
    }
  };
  listen();
  return {
    configure(choice) {
      ({ probability } = choice);
      rooms = new Set(choice.roomIds);
      listen();
    },
    stop() {
      unsubscribe?.();
      for (const timer of pending) timer.cancel();
      pending.clear();
    },
  };
}

function send(deps: BotsDeps, { roomId }: Message, sender: Sender, content: string): void {
  const { messages, policies, roomRules } = deps.core;
  const appId = roomRules.peek(roomId)?.room.appId ?? DEFAULT_APP_ID;
  const draft = { content, type: 'bot', meta: null, clientKey: null, replyTo: null };
  messages
    .send(systemActor(appId, sender), roomId, draft, policies.system)
    .catch((error) => deps.onError(error));
}

/** `chance` in [0, 1). */
function pick<T>(choices: readonly T[], chance: number): T {
  const choice = choices[Math.floor(chance * choices.length)];
  if (choice === undefined) throw new Error(`no choice at ${chance}`);
  return choice;
}
