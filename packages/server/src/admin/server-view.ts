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
  totals(): Totals;
  /** Slow clients now, slowest first. */
  behind(): readonly SlowClient[];
  /** Rooms with someone online. */
  roomCount(): number;
  readonly bots: SwitchableBots & {
    readonly names: readonly string[];
    /** Where bots are switched on without a probability. */
    readonly defaultProbability: number;
  };
}

/** What has been counted since the start. */
export interface Totals {
  /** Open now, by protocol. */
  readonly connections: Readonly<Record<string, number>>;
  /** Messages stored. */
  readonly messages: number;
  /** Frames handed to clients by fan-out. */
  readonly deliveries: number;
  /** Frames from clients. */
  readonly received: number;
  /** Clients cut off because they did not read. */
  readonly cutOff: number;
  /** The latest of those, newest first. */
  readonly lastCutOff: readonly (SlowClient & { readonly at: number })[];
}

/** One second. */
export type Sample = AdminCommands['live']['output']['samples'][number];
