import { hostname } from 'node:os';
import type { BotState, ServerView } from '../admin/server-view.ts';
import type { Config } from '../config/index.ts';
import type { BotChoice } from '../core/bot-choice.ts';
import { CAST } from '../core/bot-replies.ts';
import type { Bots } from '../core/bots.ts';
import type { Core } from '../core/core.ts';
import type { Hub } from '../hub/hub.ts';
import type { LiveWindow } from './live-window.ts';
import type { Metrics } from './metrics.ts';
import { koineVersion } from './version.ts';

export interface ServerViewDeps {
  readonly config: Config;
  readonly core: Core;
  readonly metrics: Metrics;
  readonly hub: Pick<Hub, 'slowest'>;
  readonly live: LiveWindow;
  readonly bots: Bots;
  /** In which bots answer by the configuration. */
  readonly roomIds: readonly string[];
  readonly urls: readonly string[];
  readonly onFault: (error: unknown) => void;
}

/** Bytes that wait to be read from which on somebody counts as behind. */
const BEHIND_BYTES_MIN = 16_384;
const BEHIND_SHOWN_MAX = 100;
/** Of bots that the configuration has silenced, once they are switched on. */
const PROBABILITY_WHEN_ON = 0.3;

/** What operators may see of this server, and the bots as they have chosen them. */
export function createServerView(deps: ServerViewDeps): ServerView {
  const { config, core, metrics, hub, live } = deps;
  const startedAt = core.clock.now();
  const bots = switchableBots(deps);
  return {
    version: koineVersion(),
    mode: config.production ? 'production' : 'sandbox',
    startedAt,
    nodeId: `${hostname()}:${process.pid}`,
    urls: () => deps.urls,
    protocols: config.protocols,
    samples: (since) => live.since(since),
    totals: () => metrics.totals(),
    behind: () => hub.slowest(BEHIND_BYTES_MIN, BEHIND_SHOWN_MAX),
    roomCount: () => core.presence.roomCount,
    bots: {
      current: bots,
      names: CAST.map(({ name }) => name),
      defaultProbability: config.bots.probability || PROBABILITY_WHEN_ON,
    },
  };
}

/** Returns what holds now: the configuration's word until an operator has chosen, here or before the last stop. */
function switchableBots({ config, core, bots, roomIds, onFault }: ServerViewDeps): () => BotState {
  const { probability } = config.bots;
  let current: BotState = { isOn: probability > 0 && roomIds.length > 0, probability, roomIds };
  const choose = (choice: BotChoice) => {
    current = choice;
    bots.configure({ roomIds: choice.roomIds, probability: choice.isOn ? choice.probability : 0 });
  };
  let hasChosen = false;
  core.bots.onChange((choice) => {
    hasChosen = true;
    choose(choice);
  });
  // Nobody waits for this: until it is read, bots do what the configuration says.
  core.bots.load().then((choice) => {
    if (choice !== null && !hasChosen) choose(choice);
  }, onFault);
  return () => current;
}
