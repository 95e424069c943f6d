import { hostname } from 'node:os';
import type { ServerView } from '../admin/server-view.ts';
import type { Bots } from '../bots/bots.ts';
import { switchableBots } from '../bots/switchable-bots.ts';
import type { Config } from '../config/index.ts';
import type { Core } from '../core/core.ts';
import { BOT_NAMES } from '../core/names.ts';
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
  readonly onError: (error: unknown) => void;
}

/** From so many unread bytes on a client counts as slow. */
const SLOW_BYTES_MIN = 16_384;
const SLOW_SHOWN_MAX = 100;
/** Of bots that the configuration has silenced, once they are switched on. */
const PROBABILITY_WHEN_ON = 0.3;

/** What operators may see of this server, and the bots as they have chosen them. */
export function createServerView(deps: ServerViewDeps): ServerView {
  const { config, core, metrics, hub, live } = deps;
  const startedAt = core.clock.now();
  const { roomIds } = deps;
  const { probability } = config.bots;
  const usual = { isOn: probability > 0 && roomIds.length > 0, probability, roomIds };
  return {
    version: koineVersion(),
    mode: config.production ? 'production' : 'sandbox',
    startedAt,
    nodeId: `${hostname()}:${process.pid}`,
    urls: () => deps.urls,
    protocols: config.protocols,
    samples: (since) => live.since(since),
    totals: () => metrics.totals(),
    behind: () => hub.slowest(SLOW_BYTES_MIN, SLOW_SHOWN_MAX),
    roomCount: () => core.presence.roomCount,
    bots: {
      ...switchableBots(deps.bots, core.switches, usual, deps.onError),
      names: BOT_NAMES,
      defaultProbability: probability || PROBABILITY_WHEN_ON,
    },
  };
}
