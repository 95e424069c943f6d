import type { Sample } from './sample.ts';

/** Ready-made frames of the lobby. */
export const LOBBY_SAMPLES: readonly Sample[] = [
  {
    title: 'Message',
    about: 'To everyone in the room, the sender too.',
    payload: { message: 'Hello, everyone!' },
  },
  {
    title: 'Question',
    about: 'A bot may answer, where bots are on.',
    payload: { message: 'How does this work?' },
  },
  {
    title: 'Message, sent once',
    about: 'Send it twice: the second time you alone get the first message again.',
    payload: { message: 'Only once', client_key: 'my-key-1' },
  },
  {
    title: 'Not JSON',
    about: 'Answered with an error; the connection stays.',
    payload: 'Hello',
    isInvalid: true,
  },
  {
    title: 'No message',
    about: 'The one key that counts is missing.',
    payload: { text: 'Hello' },
    isInvalid: true,
  },
  {
    title: 'Empty message',
    about: 'Nothing is left after trimming.',
    payload: { message: '   ' },
    isInvalid: true,
  },
];
