import {
  type Author,
  type CoreEvent,
  type Message,
  type RoomPurged,
  type Sender,
  type TypingChanged,
  userKeyOf,
} from '@koine/contract';
import type {
  Changes,
  HistoryPage,
  HistoryQuery,
  MessageStore,
  Purged,
} from '../../core/ports/stores.ts';
import { storedMessage } from '../../testing/messages.ts';
import { ROOM } from './test-protocol.ts';

export function senderOf(id: string): Sender {
  return { id, appId: 'default', name: id, avatarUrl: null, kind: 'anonymous' };
}

const MODERATOR: Author = { power: 'user', user: senderOf('mod') };

export function typingOf(id: string): TypingChanged {
  return { type: 'typingChanged', roomId: ROOM, user: senderOf(id), isTyping: true, at: 0 };
}

/**
 * One room in memory. A commit changes it at once and returns its event, which the test publishes when it likes, as the
 * core publishes some time after the commit.
 */
export class TestRoom implements Pick<MessageStore, 'page' | 'changesSince'> {
  #messages: Message[] = [];
  #lastSeq = 0;
  #changeSeq = 0;
  #purge: Purged | null = null;
  /** The newest change of a message that retention has taken away. */
  #trimmedChangeSeq = 0;
  /** For each seq the change number of its creation. */
  readonly #creations: number[] = [];
  /** For each change that created nothing: its number and the newest seq at the time. */
  readonly #quietChanges: { readonly changeSeq: number }[] = [];

  get changeSeq(): number {
    return this.#changeSeq;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  create(content: string): CoreEvent {
    const changeSeq = ++this.#changeSeq;
    const seq = ++this.#lastSeq;
    this.#creations.push(changeSeq);
    const message = storedMessage({
      ...{ id: `m${seq}`, number: seq, roomId: ROOM, seq, changeSeq, content, createdAt: 0 },
      sender: senderOf('sender'),
    });
    this.#messages.push(message);
    return { type: 'messageCreated', roomId: ROOM, changeSeq, message };
  }

  /** `null`: there is no such message any more. */
  edit(seq: number, content: string): CoreEvent | null {
    const message = this.#change(seq, (before) => ({ ...before, content }));
    return (
      message && { type: 'messageUpdated', roomId: ROOM, changeSeq: message.changeSeq, message }
    );
  }

  react(seq: number, user: Sender): CoreEvent | null {
    const reactions = [{ emoji: '👍', users: [userKeyOf(user)] }];
    const message = this.#change(seq, (before) => ({ ...before, reactions }));
    return (
      message && {
        type: 'reactionChanged',
        roomId: ROOM,
        changeSeq: message.changeSeq,
        message,
        emoji: '👍',
        user: userKeyOf(user),
        action: 'added',
      }
    );
  }

  remove(seq: number): CoreEvent | null {
    const message = this.#change(seq, (before) => ({ ...before, content: '', deletedAt: 1 }));
    return (
      message && {
        type: 'messageDeleted',
        roomId: ROOM,
        changeSeq: message.changeSeq,
        message,
        by: MODERATOR,
      }
    );
  }

  purge(): RoomPurged {
    const changeSeq = ++this.#changeSeq;
    this.#quietChanges.push({ changeSeq });
    this.#purge = { purgedSeq: this.#lastSeq, changeSeq };
    this.#messages = [];
    return {
      type: 'roomPurged',
      roomId: ROOM,
      changeSeq,
      purgedSeq: this.#lastSeq,
      by: MODERATOR,
      at: 0,
    };
  }

  /** As retention does: takes the oldest message away, of which no event tells. */
  expire(): void {
    const [oldest] = this.#messages;
    if (oldest === undefined) return;
    this.#trimmedChangeSeq = Math.max(this.#trimmedChangeSeq, oldest.changeSeq);
    this.#messages = this.#messages.slice(1);
  }

  async page(query: HistoryQuery): Promise<HistoryPage> {
    const { direction, before, after, limit, skip, withDeleted } = query;
    const found = this.#messages.filter(
      ({ seq, deletedAt }) =>
        (withDeleted || deletedAt === null) &&
        (before === null || seq < before) &&
        (after === null || seq > after),
    );
    const messages =
      direction === 'newer'
        ? found.slice(skip, skip + limit)
        : found.slice(Math.max(found.length - skip - limit, 0), Math.max(found.length - skip, 0));
    return {
      messages,
      lastSeq: this.#lastSeq,
      changeSeq: this.#changeSeq,
      purgedSeq: this.#purge?.purgedSeq ?? 0,
      total: this.#messages.filter(({ deletedAt }) => deletedAt === null).length,
    };
  }

  async changesSince(_roomId: string, changeSeq: number, limit: number): Promise<Changes> {
    const quiet = this.#quietChanges.filter((change) => change.changeSeq <= changeSeq).length;
    const knownSeq = changeSeq - quiet;
    const changed = this.#messages
      .flatMap((message) => {
        const creation = { ...message, changeSeq: this.#creations[message.seq - 1] ?? 0 };
        return creation.changeSeq === message.changeSeq ? [message] : [creation, message];
      })
      .filter((change) => change.changeSeq > changeSeq)
      .sort((a, b) => a.changeSeq - b.changeSeq);
    return {
      messages: changed.slice(0, limit),
      purge: this.#purge !== null && this.#purge.changeSeq > changeSeq ? this.#purge : null,
      isGone: this.#trimmedChangeSeq > changeSeq,
      knownSeq,
      hasMore: changed.length > limit,
      changeSeq: this.#changeSeq,
    };
  }

  #change(seq: number, change: (before: Message) => Message): Message | null {
    const index = this.#messages.findIndex((message) => message.seq === seq);
    const before = this.#messages[index];
    if (before === undefined || before.deletedAt !== null) return null;
    const after = { ...change(before), changeSeq: ++this.#changeSeq };
    this.#quietChanges.push({ changeSeq: after.changeSeq });
    this.#messages[index] = after;
    return after;
  }
}
