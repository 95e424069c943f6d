import type { UserKey, UserRef } from '@koine/contract';
import {
  type BroadcastTarget,
  type ChangeEvent,
  type ProtocolName,
  type Publisher,
  roomTopic,
  type Topic,
  type Variant,
} from './protocol.ts';
import type { Session } from './session.ts';
import type { SessionIndex } from './session-index.ts';

/** One protocol's view of who listens. */
export class ProtocolPublisher implements Publisher {
  readonly #protocol: ProtocolName;
  readonly #index: SessionIndex;

  constructor(protocol: ProtocolName, index: SessionIndex) {
    this.#protocol = protocol;
    this.#index = index;
  }

  audience(topic: Topic, variant: Variant = 'plain'): BroadcastTarget | undefined {
    return this.#index.audience(topic, this.#protocol, variant);
  }

  change(event: ChangeEvent, textOf: (change: number | null) => string): void {
    const topic = roomTopic(event.roomId);
    this.audience(topic)?.send(textOf(null));
    this.audience(topic, 'change')?.send(textOf(event.changeSeq));
  }

  notify(roomId: string, textOf: () => string, exceptUser?: UserRef): void {
    const topic = roomTopic(roomId);
    const plain = this.audience(topic);
    const numbered = this.audience(topic, 'change');
    if (plain === undefined && numbered === undefined) return;
    const text = textOf();
    plain?.send(text, exceptUser);
    numbered?.send(text, exceptUser);
  }

  /** A copy: the caller may close or move the sessions. */
  sessionsOf(user: UserKey): readonly Session[] {
    return this.#index.users.of(user).filter(({ protocol }) => protocol === this.#protocol);
  }

  /** A copy: the caller may close or move the sessions. */
  sessionsIn(topic: Topic): readonly Session[] {
    return this.#index.subscribers(topic, this.#protocol);
  }

  rooms(): readonly string[] {
    return this.#index.roomsOf(this.#protocol);
  }
}
