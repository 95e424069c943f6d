// Unicode's "recommended for general interchange" sequences: skin tones, flags, keycaps and joined families count as one.
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** Whether the text is exactly one RGI emoji (UTS #51, ED-27). */
export function isOneEmoji(text: string): boolean {
  return text.length <= 40 && ONE_EMOJI.test(text);
}
