import { computed, effect, untracked } from '@preact/signals';
import { type HashRoute, hashRoute, readLocation, replaceHash } from '../lib/hash-route.ts';
import type { ProtocolName, ServerFacts } from '../lib/server-facts.ts';
import { deviceStorage } from '../lib/storage.ts';
import { type ConsoleState, createConsole } from './console/console-state.ts';
import { GUIDES } from './guides.ts';
import { firstLocation, hrefOf, locationOf } from './location.ts';
import { sampleType } from './samples/sample.ts';
import { snippetContext } from './snippets/snippet.ts';
import { createSession, TOKEN_KEY } from './steps/session.ts';

/** Everything that lives as long as the page: its location, the steps' session, the consoles. */
export type Playground = ReturnType<typeof createPlayground>;

export function createPlayground(facts: ServerFacts, origin: string) {
  const session = createSession({ origin, storage: deviceStorage });
  let last = firstLocation(facts.protocols);
  readLocation();
  const location = computed(() => {
    last = locationOf(hashRoute.value) ?? last;
    return last;
  });
  effect(() => {
    if (locationOf(hashRoute.value) === null) replaceHash(hrefOf(location.value));
  });
  if (facts.protocols.includes('community')) {
    void session.begin();
    addEventListener('storage', ({ key }) => {
      if (key === TOKEN_KEY || key === null) void session.adopt();
    });
  }
  /** The room of the steps is in it. */
  const context = () => snippetContext(facts, origin, session.room.value?.uid ?? null);
  const consoles = new Map<ProtocolName, ConsoleState>();
  return {
    facts,
    origin,
    location,
    session,
    snippetContext: context,
    /** The console of a protocol; created when it is first asked for. */
    consoleOf(name: ProtocolName) {
      const known = consoles.get(name);
      if (known !== undefined) return known;
      const made = createConsole({ guide: GUIDES[name], context, token: session.token });
      consoles.set(name, made);
      effect(() => fillFromLink(made, hashRoute.value));
      return made;
    },
  };
}

/** Fills the editor with the ready-made frame that a link names: `#/lobby/console?frame=message`. */
function fillFromLink(console: ConsoleState, { path: [protocol], query }: HashRoute): void {
  const type = protocol === console.guide.name ? query.get('frame') : null;
  const sample = console.guide.samples.find((known) => sampleType(known) === type);
  if (sample !== undefined) untracked(() => console.fill(sample));
}
