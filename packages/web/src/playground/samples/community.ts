import { samplesOf } from './sample.ts';

/** Ready-made events of community's sockets. */
export const COMMUNITY_SAMPLES = samplesOf(
  {
    join: {
      about: 'Enters a public room; reading needs no login.',
      event: 'join',
      payload: ({ roomId }) => ({ uid: roomId }),
    },
    login: {
      about: 'Signs this socket in, with the token of the steps above.',
      event: 'login',
      payload: ({ token }) => ({ token }),
    },
    sendMessage: {
      about: 'To the room that this socket has joined.',
      event: 'sendMessage',
      payload: { text: 'Hello!' },
    },
    'sendMessage, sent once': {
      about: 'A retry with the same client_key creates nothing.',
      event: 'sendMessage',
      payload: { text: 'Only once', client_key: 'my-key-1' },
    },
    '!help': {
      about: 'A text that begins with ! is a command, never stored.',
      event: 'sendMessage',
      payload: { text: '!help' },
    },
    '!users': {
      about: 'Lists who is in the room.',
      event: 'sendMessage',
      payload: { text: '!users' },
    },
    typing: {
      about: 'The others in the room see it for a few seconds, or until it is false.',
      event: 'typing',
      payload: { typing: true },
    },
    react: {
      about: 'To the newest message that came; a second time takes it back.',
      event: 'react',
      payload: ({ messageId }) => ({ id: idOf(messageId), emoji: '👍' }),
    },
    editMessage: {
      about: 'The newest message that came; one’s own.',
      event: 'editMessage',
      payload: ({ messageId }) => ({ id: idOf(messageId), text: 'Better words' }),
    },
    deleteMessage: {
      about: 'The newest message that came; one’s own, or as a moderator.',
      event: 'deleteMessage',
      payload: ({ messageId }) => ({ id: idOf(messageId) }),
    },
    logout: {
      about: 'The socket stays in its room as a reader.',
      event: 'logout',
      payload: { reason: 'Enough for today' },
    },
  },
  {
    'Unknown room': {
      about: 'Answered with an error; the socket stays where it was.',
      event: 'join',
      payload: { uid: 'nowhere' },
    },
    'Bad token': {
      about: 'Answered with a system message of type error.',
      event: 'login',
      payload: { token: 'not-a-token' },
    },
    'Unknown command': {
      about: 'Answered with a system message of type error.',
      event: 'sendMessage',
      payload: { text: '!nonsense' },
    },
  },
);

/** This protocol's ids are numbers; before one was seen, the first. */
function idOf(messageId: string): number {
  return Number(messageId) || 1;
}
