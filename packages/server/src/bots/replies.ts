import { DEFAULT_APP_ID, type Sender } from '@koine/contract';
import { BOT_NAMES, botIdOf } from '../core/names.ts';

/** What a message is about, as far as a bot can judge. */
export type Mood = 'greeting' | 'question' | 'thanks' | 'smallTalk';

const bot = (name: string): Sender => {
  const avatarUrl = `/avatars/${name.toLowerCase()}.svg`;
  return { id: botIdOf(name), appId: DEFAULT_APP_ID, name, avatarUrl, kind: 'bot' };
};

/** Who answers. Avatars are paths on this server; a protocol that needs a whole URL puts its origin before them. */
export const CAST: readonly Sender[] = BOT_NAMES.map(bot);

export const REPLIES: Readonly<Record<Mood, readonly string[]>> = {
  greeting: [
    'Hello there!',
    'Hi, good to see you here.',
    'Hey! How is your day going?',
    'Welcome! Pull up a chair.',
  ],
  question: [
    'Good question. I would like to know that too.',
    'Hm, I am not sure. Does anyone else know?',
    'It depends, I would say. What have you tried so far?',
    'I was just wondering about the same thing.',
  ],
  thanks: ['You are welcome!', 'Any time.', 'Glad that it helped.', 'No trouble at all.'],
  smallTalk: [
    'Interesting, tell me more.',
    'That makes sense.',
    'I see what you mean.',
    'Ha, that reminds me of last week.',
    'Quite so.',
  ],
};

// Words, not parts of words: "this" is no "hi".
const GREETING =
  /^\W*(hello|hi|hiya|hey|howdy|greetings|good (morning|afternoon|evening)|welcome)(?!\p{L})/iu;
const QUESTION =
  /[?？]|^\W*(who|what|when|where|why|how|which|can|could|does|is|are|anyone)(?!\p{L})/iu;
const THANKS = /(?<!\p{L})(thanks|thank you|thx|ty|cheers|much appreciated)(?!\p{L})/iu;

/** What fits best, tried in this order: a greeting at the beginning, a question, thanks, else small talk. */
export function moodOf(text: string): Mood {
  if (GREETING.test(text)) return 'greeting';
  if (QUESTION.test(text)) return 'question';
  return THANKS.test(text) ? 'thanks' : 'smallTalk';
}
