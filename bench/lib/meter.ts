import { machineBusySeconds, type ThreadTimes, threadTimesOf } from './processor-time.ts';

/** Processor time over a stretch of time. Shares are of one core: 1 is a core fully used. */
export type Usage = {
  readonly seconds: number;
  /** The server's, for a million deliveries, or whatever the work was. */
  readonly cpuSecondsPerMillion: number;
  readonly serverShare: number;
  /** Of the server's: its main thread alone, without storage's threads and the collector's. */
  readonly mainThreadShare: number;
  readonly loadShare: number;
  /** Whatever else ran on this machine meanwhile, stolen time included: noise. */
  readonly othersShare: number;
};

interface Reading {
  readonly at: number;
  readonly server: ThreadTimes;
  readonly load: NodeJS.CpuUsage;
  readonly machine: number;
}

/** Measures from its making on. */
export class Meter {
  readonly #pid: number;
  readonly #start: Reading;

  constructor(serverPid: number) {
    this.#pid = serverPid;
    this.#start = this.#read();
  }

  /** `count`: how much work was done meanwhile. */
  usage(count: number): Usage {
    const { at, server, load, machine } = this.#start;
    const now = this.#read();
    const seconds = (now.at - at) / 1000;
    const ran = (thread: string) =>
      ((now.server.get(thread) ?? 0) - (server.get(thread) ?? 0)) / 1e9;
    const serverCpuSeconds = [...now.server.keys()].reduce((sum, thread) => sum + ran(thread), 0);
    const loadCpuSeconds = (now.load.user + now.load.system - load.user - load.system) / 1e6;
    const others = now.machine - machine - serverCpuSeconds - loadCpuSeconds;
    return {
      seconds,
      cpuSecondsPerMillion: (serverCpuSeconds / count) * 1e6,
      serverShare: serverCpuSeconds / seconds,
      mainThreadShare: ran(`${this.#pid}`) / seconds,
      loadShare: loadCpuSeconds / seconds,
      othersShare: Math.max(0, others / seconds),
    };
  }

  #read(): Reading {
    return {
      at: performance.now(),
      server: threadTimesOf(this.#pid),
      load: process.cpuUsage(),
      machine: machineBusySeconds(),
    };
  }
}
