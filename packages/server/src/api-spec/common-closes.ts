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
