import { effect, type Signal, signal } from '@preact/signals';
import type { ServerFacts } from '../lib/server-facts.ts';
import { deviceStorage } from '../lib/storage.ts';
import { type ConsoleState, createConsole } from './console/console-state.ts';
import { firstSpot, hashOf, type Spot, spotOf } from './hash.ts';
import { GUIDES } from './protocols/guides.ts';
import type { ProtocolName } from './protocols/protocol-name.ts';
import { placeOf } from './server-facts.ts';
import type { Place } from './snippets/snippet.ts';
import { createSession, type Session, TOKEN_KEY } from './steps/session.ts';

/** What lives as long as the page: where one is on it, the visit of the steps, the consoles. */
export interface Playground {
  readonly facts: ServerFacts;
  readonly origin: string;
  readonly spot: Signal<Spot>;
  readonly session: Session;
  /** What the code is written with now: the room of the steps counts. */
  place(): Place;
  /** The console of a protocol; made when it is first asked for. */
  consoleOf(name: ProtocolName): ConsoleState;
}

export function createPlayground(facts: ServerFacts, origin: string): Playground {
  const session = createSession({ origin, storage: deviceStorage });
  const spot = signal(spotOf(location.hash) ?? firstSpot(facts.protocols));
  addEventListener('hashchange', () => {
    spot.value = spotOf(location.hash) ?? spot.value;
  });
  effect(() => {
    if (spotOf(location.hash)?.protocol !== spot.value.protocol)
      history.replaceState(null, '', hashOf(spot.value));
  });
  if (facts.protocols.includes('community')) {
    void session.begin();
    addEventListener('storage', ({ key }) => {
      if (key === TOKEN_KEY || key === null) void session.adopt();
    });
  }
  const place = () => placeOf(facts, origin, session.room.value?.uid ?? null);
  const consoles = new Map<ProtocolName, ConsoleState>();
  return {
    facts,
    origin,
    spot,
    session,
    place,
    consoleOf(name) {
      const known = consoles.get(name);
      if (known !== undefined) return known;
      const guide = GUIDES[name];
      const made = createConsole({ guide, place, token: () => session.token.value });
      consoles.set(name, made);
      return made;
    },
  };
}
