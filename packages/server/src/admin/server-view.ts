import type { AdminCommands } from '@koine/contract/admin';
import type { SwitchableBots } from '../bots/switchable-bots.ts';
import type { SlowClient } from '../hub/metrics.ts';

/** What the operator's commands see of the server that runs; the command line beside no server has none. */
export interface ServerView {
  readonly version: string;
  readonly mode: 'sandbox' | 'production';
  /** ms since epoch. */
  readonly startedAt: number;
  /** Names this process among others. */
  readonly nodeId: string;
  readonly urls: () => readonly string[];
  readonly protocols: readonly string[];
  /** The second's samples after the one of this number; -1: the last five minutes. */
  samples(since: number): readonly Sample[];
  /** What has been counted since the start. */
  totals(): {
    readonly connections: Readonly<Record<string, number>>;
    readonly messages: number;
    readonly deliveries: number;
    readonly cutOff: number;
    readonly lastCutOff: readonly (SlowClient & { readonly at: number })[];
  };
  /** Slow clients now, slowest first. */
  behind(): readonly SlowClient[];
  /** Rooms in which somebody is. */
  roomCount(): number;
  readonly bots: SwitchableBots & {
    readonly names: readonly string[];
    /** Where bots are switched on without a probability. */
    readonly defaultProbability: number;
  };
}

/** One second. */
export type Sample = AdminCommands['live']['output']['samples'][number];
