import { type CoreEvent, defaultLimits, type Limits } from '@koine/contract';
import { createLocalBus } from '../../bus/local-bus.ts';
import { Presence } from '../../core/presence.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { type FrameClient, Hub, type HubDeps } from '../hub.ts';
import type { Protocol } from '../protocol.ts';
import type { RightsSource } from '../rights.ts';
import type { Session } from '../session.ts';
import { Tick } from '../tick.ts';
import { FakeConnection } from './fake-connection.ts';
import { noMetrics } from './no-metrics.ts';
import { openRights } from './open-rights.ts';
import { createTestFrames, type FrameHooks } from './test-protocol.ts';
import { TestRoom } from './test-room.ts';

export interface TestClient {
  readonly connection: FakeConnection;
  readonly client: FrameClient;
  readonly session: Session;
}

export interface TestHubOptions {
  readonly limits?: Partial<Limits>;
  readonly hooks?: FrameHooks;
  /** Instead of the frame protocol made from `hooks`. */
  readonly protocols?: readonly Protocol[];
  readonly messages?: HubDeps['messages'];
  /** Default: everyone may do everything. */
  readonly rights?: RightsSource;
  readonly pageMessages?: number;
  /** What each draw gives. */
  readonly chance?: number;
}

/** A hub over connections without sockets, whose ticks end when the test says so. */
export class TestHub {
  readonly room = new TestRoom();
  readonly hub: Hub;
  /** What was logged. */
  readonly errors: object[] = [];
  readonly clock = new ManualClock();
  readonly presence: Presence;
  /** How often storage was asked for history. */
  historyReads = 0;
  readonly cutOff: string[] = [];
  readonly #bus = createLocalBus((error) => this.errors.push({ err: error }));
  readonly #opened: Session[] = [];
  #endTick: (() => void) | null = null;
  #connections = 0;

  constructor(options: TestHubOptions = {}) {
    const { hooks = {} } = options;
    this.presence = new Presence(this.#bus, this.clock);
    const frames = createTestFrames({
      ...hooks,
      open: (session, handshake) => {
        this.#opened.push(session);
        hooks.open?.(session, handshake);
      },
    });
    this.hub = new Hub({
      bus: this.#bus,
      messages: options.messages ?? this.room,
      presence: this.presence,
      rights: options.rights ?? openRights,
      protocols: options.protocols ?? [frames],
      limits: { ...defaultLimits(), ...options.limits },
      clock: this.clock,
      random: { next: () => options.chance ?? 0.5 },
      metrics: {
        ...noMetrics,
        slowReaderCutOff: (protocol) => this.cutOff.push(protocol),
        historyRead: () => this.historyReads++,
      },
      log: { error: (fields) => this.errors.push(fields) },
      ...(options.pageMessages === undefined ? {} : { pageMessages: options.pageMessages }),
      tick: new Tick(
        (error) => this.errors.push({ err: error }),
        (run) => {
          this.#endTick = run;
        },
      ),
    });
  }

  connect(): TestClient {
    const connection = new FakeConnection(`c${++this.#connections}`);
    const client = this.openWith(connection);
    const session = this.#opened.at(-1);
    if (session === undefined) throw new Error('the protocol was not opened');
    return { connection, client, session };
  }

  /** Opens the first of the hub's protocols, which is one of frames. */
  openWith(connection: FakeConnection): FrameClient {
    const protocol = this.hub.protocols.find(({ framing }) => framing === 'websocket');
    if (protocol?.framing !== 'websocket') throw new Error('no protocol of frames');
    return this.hub.openFrames(protocol, connection, {
      path: '/test/a',
      query: new URLSearchParams(),
      isPathValid: true,
      headers: {},
      ip: connection.ip,
      origin: 'http://test',
    });
  }

  publish(...events: readonly (CoreEvent | null)[]): void {
    for (const event of events) if (event !== null) this.#bus.publish(event);
  }

  endTick(): void {
    const end = this.#endTick;
    this.#endTick = null;
    end?.();
  }
}
