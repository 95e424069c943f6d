import type { Sample, SampleIds } from './sample.ts';

/** Ready-made events of community's sockets. */
export const COMMUNITY_SAMPLES: readonly Sample[] = [
  {
    title: 'join',
    about: 'Enters a public room; reading needs no login.',
    event: 'join',
    payload: ({ roomId }: SampleIds) => ({ uid: roomId }),
  },
  {
    title: 'login',
    about: 'Signs this socket in, with the token of the steps above.',
    event: 'login',
    payload: ({ token }: SampleIds) => ({ token }),
  },
  {
    title: 'sendMessage',
    about: 'To the room that this socket has joined.',
    event: 'sendMessage',
    payload: { text: 'Hello!' },
  },
  {
    title: 'sendMessage, sent once',
    about: 'A retry with the same client_key creates nothing.',
    event: 'sendMessage',
    payload: { text: 'Only once', client_key: 'my-key-1' },
  },
  {
    title: '!help',
    about: 'A text that begins with ! is a command, never stored.',
    event: 'sendMessage',
    payload: { text: '!help' },
  },
  {
    title: '!users',
    about: 'Lists who is in the room.',
    event: 'sendMessage',
    payload: { text: '!users' },
  },
  {
    title: 'typing',
    about: 'The others in the room see it for a few seconds, or until it is false.',
    event: 'typing',
    payload: { typing: true },
  },
  {
    title: 'react',
    about: 'To the newest message that came; a second time takes it back.',
    event: 'react',
    payload: ({ messageId }: SampleIds) => ({ id: idOf(messageId), emoji: '👍' }),
  },
  {
    title: 'editMessage',
    about: 'The newest message that came; one’s own.',
    event: 'editMessage',
    payload: ({ messageId }: SampleIds) => ({ id: idOf(messageId), text: 'Better words' }),
  },
  {
    title: 'deleteMessage',
    about: 'The newest message that came; one’s own, or as a moderator.',
    event: 'deleteMessage',
    payload: ({ messageId }: SampleIds) => ({ id: idOf(messageId) }),
  },
  {
    title: 'logout',
    about: 'The socket stays in its room as a reader.',
    event: 'logout',
    payload: { reason: 'Enough for today' },
  },
  {
    title: 'Unknown room',
    about: 'Answered with an error; the socket stays where it was.',
    event: 'join',
    payload: { uid: 'nowhere' },
    isInvalid: true,
  },
  {
    title: 'Bad token',
    about: 'Answered with a system message of type error.',
    event: 'login',
    payload: { token: 'not-a-token' },
    isInvalid: true,
  },
  {
    title: 'Unknown command',
    about: 'Answered with a system message of type error.',
    event: 'sendMessage',
    payload: { text: '!nonsense' },
    isInvalid: true,
  },
];

/** This protocol's ids are numbers; before one was seen, the first. */
function idOf(messageId: string): number {
  return Number(messageId) || 1;
}
