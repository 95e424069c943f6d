import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type AddressGroup, addressGroup, canonicalAddress } from '../core/address.ts';
import { type AddressThrottle, COSTS } from '../core/address-throttle.ts';
import { AddressCounts } from './address-counts.ts';
import type { HeldSockets } from './held-sockets.ts';

export interface RawConnectionsOptions {
  /** Connections of one address group that have not brought a complete request. */
  readonly waitingPerGroupMax: number;
  /** All peers are proxies then, behind which many clients stand: they are counted in total only. */
  readonly isBehindProxy: boolean;
  /** All connections. */
  readonly totalMax: number;
  readonly throttle: Pick<AddressThrottle, 'accepted' | 'charge'>;
  readonly held: Pick<HeldSockets, 'enter'>;
  /** Room is short: connections that wait for nothing should go. */
  readonly makeRoom: () => void;
}

/** Descriptors that are left to files, threads and what else a process opens. */
const DESCRIPTORS_KEPT = 128;
/** So many before the total is reached, room is made. */
const SHORT_OF_ROOM = 32;

/**
 * TCP connections before and beneath all protocols: bounded in total, so that descriptors never run out, and, for each address
 * group, those that have not brought a complete request yet. How long they may take is the HTTP server's to see to.
 */
export class RawConnections {
  readonly #options: RawConnectionsOptions;
  /** Those that wait, each under its group; an entry goes with the first complete request. */
  readonly #waiting = new Map<Socket, AddressGroup>();
  readonly #perGroup = new AddressCounts();
  readonly #closed: (this: Socket) => void;
  #open = 0;

  constructor(options: RawConnectionsOptions) {
    this.#options = options;
    const closed = (socket: Socket) => {
      this.#open--;
      const group = this.#release(socket);
      if (group !== undefined) options.throttle.charge(group, COSTS.unbudgeted);
    };
    // One function for all: a listener of its own would be a good part of what an idle connection costs.
    this.#closed = function close() {
      closed(this);
    };
  }

  get size(): number {
    return this.#open;
  }

  /** A connection has come. It is destroyed where there are too many, and not read until its address may. */
  opened(socket: Socket): void {
    const { totalMax, waitingPerGroupMax, isBehindProxy, makeRoom, throttle, held } = this.#options;
    throttle.accepted();
    if (this.#open >= totalMax - SHORT_OF_ROOM) makeRoom();
    const { remoteAddress = '' } = socket;
    const group = addressGroup(canonicalAddress(remoteAddress) ?? remoteAddress);
    const isFull = !isBehindProxy && this.#perGroup.of(group) >= waitingPerGroupMax;
    if (this.#open >= totalMax || isFull) {
      reject(socket);
      if (!isBehindProxy) throttle.charge(group, COSTS.unbudgeted);
      return;
    }
    this.#open++;
    socket.on('close', this.#closed);
    if (isBehindProxy) return;
    this.#waiting.set(socket, group);
    this.#perGroup.add(group);
    if (!held.enter(group, socket, () => {})) reject(socket);
  }

  /** The headers of a request have come; what has a body counts once that has come too. */
  requested(request: IncomingMessage): void {
    const { socket, headers } = request;
    if (!this.#waiting.has(socket)) return;
    const hasBody =
      headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
    if (hasBody) request.once('end', () => this.#release(socket));
    else this.#release(socket);
  }

  /** Its group, if it waited. */
  #release(socket: Socket): AddressGroup | undefined {
    const group = this.#waiting.get(socket);
    if (group === undefined) return undefined;
    this.#waiting.delete(socket);
    this.#perGroup.remove(group);
    return group;
  }
}

function reject(socket: Socket): void {
  socket.on('error', () => {});
  socket.destroy();
}

/** How many connections this process can hold: its limit of descriptors, less what it needs itself. */
export function connectionsMax(limits: () => string = readLimits): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits()) ?? [];
  if (soft === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(1, Number(soft) - DESCRIPTORS_KEPT);
}

/** Where a system has no such file, no bound is known. */
function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
