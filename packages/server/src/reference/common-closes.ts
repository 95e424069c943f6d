import type { CloseReference } from './channels.ts';

/** How a connection of any WebSocket protocol may end. */
export const COMMON_CLOSES: readonly CloseReference[] = [
  {
    code: 1001,
    reason: 'Server is shutting down; come back in {n} ms',
    about:
      'What was stored is there. n is another for each client, so that not all come back in the same moment.',
  },
  { code: 1002, reason: '', about: 'A frame that breaks the WebSocket protocol.' },
  { code: 1007, reason: '', about: 'A text frame that is no UTF-8.' },
  { code: 1009, reason: '', about: 'A frame larger than limits.frameBytesMax.' },
  { code: 1011, reason: 'Internal error', about: 'A fault of the server’s; it is in its log.' },
  {
    code: 1013,
    reason: 'Too slow',
    about: 'More than limits.outboxBytesMax lay unread. Come back, with `since` where it is known.',
  },
];
