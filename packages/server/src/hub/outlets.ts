import type { UserKey } from '@koine/contract';
import type { Outlet, Outlets, ProtocolName, Topic, Variant } from './protocol.ts';
import type { Session } from './session.ts';
import type { Topics } from './topics.ts';
import type { UserIndex } from './user-index.ts';

/** One protocol's view of who listens. */
export class ProtocolOutlets implements Outlets {
  readonly #protocol: ProtocolName;
  readonly #topics: Topics;
  readonly #users: UserIndex<Session>;

  constructor(protocol: ProtocolName, topics: Topics, users: UserIndex<Session>) {
    this.#protocol = protocol;
    this.#topics = topics;
    this.#users = users;
  }

  audience(topic: Topic, variant: Variant = 'plain'): Outlet | undefined {
    return this.#topics.find(topic, this.#protocol, variant);
  }

  /** A copy: the caller may close or move the sessions. */
  sessionsOf(user: UserKey): readonly Session[] {
    return [...this.#users.of(user)];
  }

  /** A copy: the caller may close or move the sessions. */
  sessionsIn(topic: Topic): readonly Session[] {
    const sessions: Session[] = [];
    for (const audience of this.#topics.get(topic)?.audiences ?? []) {
      if (audience.protocol === this.#protocol) audience.collectSessions(sessions);
    }
    return sessions;
  }
}
