/** Payloads by client event, and whether they are well-formed. */
export const CLIENT_VECTORS = {
  login: {
    valid: [{ token: 'e1377b5fdcd487722990511f26e3011f' }, { token: 'x', more: 1 }],
    invalid: [{}, { token: '' }, { token: 1 }, { token: null }, 'token', null, undefined, []],
  },
  logout: {
    valid: [{}, { reason: 'none of your business' }, { reason: 7 }],
    invalid: [null, 'bye', 7],
  },
  join: {
    valid: [{ uid: 'XPeDGLvd6D' }],
    invalid: [{}, { uid: '' }, { uid: 7 }, { uid: ['XPeDGLvd6D'] }, 'XPeDGLvd6D', null],
  },
  sendMessage: {
    valid: [
      { text: 'hello' },
      { text: 'hello', timestamp: 1700000000000 },
      { text: 'hello', timestamp: 'ignored' },
      { text: 'hello', client_key: 'k1' },
      { text: 'hello', client_key: null },
      { text: 'hello', reply_to: 7 },
      { text: 'hello', reply_to: null },
      { text: '' },
    ],
    invalid: [
      {},
      { text: 7 },
      { text: null },
      { text: 'x', client_key: '' },
      { text: 'x', reply_to: '7' },
      { text: 'x', reply_to: 0 },
      { text: 'x', reply_to: 2 ** 53 },
      'hello',
      null,
      [],
    ],
  },
  typing: {
    valid: [{ typing: true }, { typing: false }],
    invalid: [{}, { typing: 'yes' }, { typing: null }, true, null],
  },
  react: {
    valid: [{ id: 1, emoji: '👍' }],
    invalid: [
      {},
      { id: 1 },
      { emoji: '👍' },
      { id: '1', emoji: '👍' },
      { id: 0, emoji: '👍' },
      null,
    ],
  },
  editMessage: {
    valid: [{ id: 1, text: 'better' }],
    invalid: [{}, { id: 1 }, { text: 'x' }, { id: 1, text: 7 }, { id: 1.5, text: 'x' }, 'x', null],
  },
  deleteMessage: {
    valid: [{ id: 1 }],
    invalid: [{}, { id: null }, { id: '1' }, { id: -1 }, 1, null],
  },
} as const;
