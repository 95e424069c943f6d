import type { CloseSpec } from './channels.ts';

/** How a connection of any WebSocket protocol may end. */
export const COMMON_CLOSES: readonly CloseSpec[] = [
  {
    code: 1001,
    reason: 'Server is shutting down; come back in {n} ms',
    about: 'Nothing stored is lost. n differs for each client, so that not all reconnect at once.',
  },
  { code: 1002, reason: '', about: 'A frame that breaks the WebSocket protocol.' },
  { code: 1007, reason: '', about: 'A text frame that is not UTF-8.' },
  { code: 1009, reason: '', about: 'A frame larger than limits.frameBytesMax.' },
  { code: 1011, reason: 'Internal error', about: 'An internal error; the server’s log has it.' },
  {
    code: 1013,
    reason: 'Too slow',
    about: 'More than limits.outboxBytesMax bytes were unread. Reconnect, with `since` if known.',
  },
];

/** How one ends that is in a public room, where the protocol's document has no codes of its own (`closeIn` in `hub/room-handler.ts`). */
export const ROOM_CLOSES: readonly CloseSpec[] = [
  { code: 1008, reason: 'Room not found', about: 'Also when the room is deleted.' },
  { code: 1008, reason: 'You are banned', about: 'On arrival, or while here.' },
  {
    code: 1008,
    reason: 'Invalid since',
    about: '`since` is not `now`, a number or `<epoch>.<number>`.',
  },
  { code: 1013, reason: 'Storage is unavailable, try again later', about: 'On arrival.' },
];
