// Unicode's "recommended for general interchange" sequences: skin tones, flags, keycaps and joined families count as one.
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;
const EMOJI_PRESENTATION = /^\p{Emoji_Presentation}/v;
const VARIATION = /[\uFE0E\uFE0F]/g;
const JOINER = '\u200D';
const SELECTOR = '\uFE0F';
const UNITS_MAX = 40;

/**
 * The one spelling in which an emoji is kept, fully qualified (UTS #51, ED-18), of any spelling of it: with or without
 * U+FE0F, anywhere. `null`: not exactly one RGI emoji (ED-27).
 */
export function parseEmoji(text: string): string | null {
  if (text.length > UNITS_MAX) return null;
  if (ONE_EMOJI.test(text)) return text;
  // The text presentation (U+FE0E) asks for no emoji.
  if (text.includes('\uFE0E')) return null;
  const qualified = qualify(text.replace(VARIATION, ''));
  return ONE_EMOJI.test(qualified) ? qualified : null;
}

/**
 * Each character that is an emoji only on request (default text presentation) is followed by U+FE0F, unless a skin tone
 * follows, which requests it too; a keycap has it after its digit.
 */
function qualify(bare: string): string {
  return bare
    .split(JOINER)
    .map((part) => {
      const [first = ''] = part;
      const rest = part.slice(first.length);
      const isEmojiStyle = EMOJI_PRESENTATION.test(first) || SKIN_TONE.test(rest);
      return isEmojiStyle ? part : `${first}${SELECTOR}${rest}`;
    })
    .join(JOINER);
}

const SKIN_TONE = /^\p{Emoji_Modifier}/v;
