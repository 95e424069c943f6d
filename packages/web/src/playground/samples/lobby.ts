import { samplesOf } from './sample.ts';

/** Ready-made frames of the lobby. */
export const LOBBY_SAMPLES = samplesOf(
  {
    Message: {
      about: 'To everyone in the room, the sender too.',
      payload: { message: 'Hello, everyone!' },
    },
    Question: {
      about: 'A bot may answer, where bots are on.',
      payload: { message: 'How does this work?' },
    },
    'Message, sent once': {
      about: 'Send it twice: the second time you alone get the first message again.',
      payload: { message: 'Only once', client_key: 'my-key-1' },
    },
  },
  {
    'Not JSON': {
      about: 'Answered with an error; the connection stays.',
      payload: 'Hello',
    },
    'No message': {
      about: 'The one key that counts is missing.',
      payload: { text: 'Hello' },
    },
    'Empty message': {
      about: 'Nothing is left after trimming.',
      payload: { message: '   ' },
    },
  },
);
