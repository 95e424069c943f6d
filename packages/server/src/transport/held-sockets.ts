import type { Socket } from 'node:net';
import type { AddressGroup } from '../core/address.ts';
import type { AddressThrottle } from '../core/address-throttle.ts';

/** What is held of one socket. */
interface Held {
  count: number;
  /** By us, not by Node because the client does not read its answers. */
  isPaused: boolean;
}

/**
 * Lets in what has come over sockets, when its address may. A socket of which something is held is not read, so it brings no more
 * than what one read has brought; a proxy's is, since others come over it too.
 */
export class HeldSockets {
  readonly #throttle: Pick<AddressThrottle, 'enter'>;
  readonly #isBehindProxy: boolean;
  readonly #held = new Map<Socket, Held>();
  readonly #resumed: (this: Socket) => void;

  constructor(throttle: Pick<AddressThrottle, 'enter'>, isBehindProxy: boolean) {
    this.#throttle = throttle;
    this.#isBehindProxy = isBehindProxy;
    const pause = (socket: Socket) => this.#pause(socket);
    this.#resumed = function resume() {
      pause(this);
    };
  }

  /** `false`: it is turned away. */
  enter(group: AddressGroup, socket: Socket, run: () => void): boolean {
    let isHeld = false;
    let isIn = false;
    const isTaken = this.#throttle.enter(group, () => {
      isIn = true;
      if (isHeld) this.#release(socket);
      run();
    });
    isHeld = isTaken && !isIn;
    if (isHeld) this.#hold(socket);
    return isTaken;
  }

  #hold(socket: Socket): void {
    const held = this.#held.get(socket);
    if (held !== undefined) {
      held.count++;
      return;
    }
    this.#held.set(socket, { count: 1, isPaused: false });
    // From an upgrade on Node listens no more.
    socket.on('error', ignore);
    if (this.#isBehindProxy) return;
    // Node resumes a socket at the end of each request that it parses, and when answers have left.
    socket.on('resume', this.#resumed);
    process.nextTick(() => this.#pause(socket));
  }

  #pause(socket: Socket): void {
    const held = this.#held.get(socket);
    if (held === undefined || socket.isPaused()) return;
    held.isPaused = true;
    socket.pause();
  }

  #release(socket: Socket): void {
    const held = this.#held.get(socket);
    if (held === undefined || --held.count > 0) return;
    this.#held.delete(socket);
    socket.off('error', ignore);
    socket.off('resume', this.#resumed);
    if (held.isPaused) socket.resume();
  }
}

function ignore(): void {}
