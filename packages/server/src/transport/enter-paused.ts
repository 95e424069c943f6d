import type { Socket } from 'node:net';
import type { AddressGroup } from '../core/address.ts';
import type { AddressThrottle } from '../core/address-throttle.ts';

/**
 * Lets in what has come over a socket, when its address may; until then the socket is not read (`null`: a proxy's, over which
 * others come too). `false`: it is turned away.
 */
export function enterPaused(
  throttle: Pick<AddressThrottle, 'enter'>,
  group: AddressGroup,
  socket: Socket | null,
  run: () => void,
): boolean {
  let isPaused = false;
  let isIn = false;
  const isTaken = throttle.enter(group, () => {
    isIn = true;
    if (isPaused) socket?.resume();
    run();
  });
  if (isTaken && !isIn) {
    isPaused = true;
    socket?.pause();
  }
  return isTaken;
}
