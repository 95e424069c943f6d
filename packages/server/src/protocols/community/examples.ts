/** Examples of events and callbacks, for the API spec; tests hold codec and schemas against them. */

/** What clients emit. */
export const CLIENT_EXAMPLES = {
  login: [{ token: 'e1377b5fdcd487722990511f26e3011f' }],
  logout: [{}],
  join: [{ uid: 'XPeDGLvd6D' }],
  sendMessage: [
    { text: 'Hello!' },
    { text: 'With a key a retry is safe', client_key: 'k-1' },
    { text: 'Hello to you', reply_to: 1 },
  ],
  typing: [{ typing: true }, { typing: false }],
  react: [{ id: 1, emoji: '👍' }],
  editMessage: [{ id: 1, text: 'better' }],
  deleteMessage: [{ id: 1 }],
} as const;

const ada = {
  uid: 'AbCdEfGh1234',
  displayName: 'Ada',
  picture: 'http://127.0.0.1:8080/avatars/AbCdEfGh1234.svg',
  countryCode: '',
  balance: 0,
  roles: ['owner', 'registered'],
};

/** Payloads by server event, as they stand on the wire. */
export const SERVER_EXAMPLES = {
  auth_updated: [{ user: ada }, { user: null }],
  user_updated: [{ user: ada }],
  room_updated: [{ room: { uid: 'XPeDGLvd6D', name: 'Room', description: '', slowMode: 3 } }],
  room_messages: [{ messages: [] }, { messages: [], epoch: '3f0c9a1b2d4e5f60', change: 0 }],
  room_users: [{ users: [ada] }, { users: [ada], count: 4711 }],
  message: [
    { id: 1, timestamp: 1700000000000, message: 'hello', user: ada },
    { id: 2, timestamp: 1700000000000, message: '', user: ada, deleted: true },
    {
      id: 3,
      timestamp: 1700000000000,
      message: 'x',
      user: ada,
      reactions: { '👍': ['u'] },
      change: 9,
    },
    { id: 4, timestamp: 1700000000000, message: 'x', user: ada, editedAt: 1700000001000 },
    { id: 5, timestamp: 1700000000000, message: 'x', user: ada, meta: { reply_to: 1 } },
  ],
  message_deleted: [{ ids: 1 }, { ids: 1, change: 2 }],
  room_purged: [{ deleted: true }, { deleted: true, change: 3 }],
  system: [{ type: 'error', text: 'Empty text' }],
  error: [{ timestamp: 1700000000, message: 'No such room exists!' }],
  message_updated: [{ id: 1, timestamp: 1700000000000, message: 'edited', user: ada }],
  reaction_updated: [{ id: 1, emoji: '👍', uid: 'u', action: 'removed', reactions: {} }],
  typing_changed: [
    { user: ada, typing: true },
    { user: ada, typing: false },
  ],
  restriction: [
    { kind: 'ban', until: 1700000000000 },
    { kind: 'mute', until: null },
    { kind: null, until: null },
  ],
  room_left: [{ uid: 'XPeDGLvd6D' }],
  room_deleted: [{ uid: 'XPeDGLvd6D' }],
  resumed: [{ room: 'XPeDGLvd6D', from: 3, to: 7, epoch: '3f0c9a1b2d4e5f60', change: 3 }],
  resync: [{ room: 'XPeDGLvd6D', epoch: '3f0c9a1b2d4e5f60', change: 7 }],
} as const;

/** Acknowledgements: those of rejections, and by client event those of what was done. */
export const ACK_EXAMPLES = {
  refused: [
    { error: 'Empty text', code: 'contentEmpty' },
    { error: 'You are sending messages too quickly', code: 'slowMode', retryAfterMs: 2500 },
    { error: 'You are banned from this channel.', code: 'banned', until: 1700000000000 },
  ],
  login: [{ error: null }],
  logout: [{ error: null }],
  join: [{ error: null }],
  sendMessage: [{ error: null, success: true, result: 7 }, { error: null }],
  typing: [{ error: null }],
  react: [{ error: null, success: true, result: 7, action: 'removed' }],
  editMessage: [{ error: null, success: true, result: 7 }],
  deleteMessage: [{ error: null, success: true, result: 7 }],
} as const;
