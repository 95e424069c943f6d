/**
 * What a name looks like. Two names are confusable when their skeletons are the same (UTS #39, section 4): characters that
 * readers take for one another stand for one of them. The table is Unicode's, by way of `unhomoglyph`.
 */
import unhomoglyph from 'unhomoglyph';

const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const SPACES = /[\s\u2800]+/gu;

/** UTS #39, without its step for right-to-left text: NFD, what is not seen left out, prototypes, NFD. */
function skeletonOf(text: string): string {
  const seen = text.normalize('NFD').replace(IGNORABLE, '');
  return unhomoglyph(seen).normalize('NFD');
}

/**
 * The name without regard to case, as one or two keys: names whose keys have one in common look alike. Case is folded before
 * and after the skeleton, since `I` looks like `l` and is the same letter as `i`.
 *
 * Keys are stored (table `name_keys`). Anyone who changes what this returns, or takes a newer table, writes a migration that fills it
 * again.
 */
export function nameKeys(name: string): readonly string[] {
  const plain = name.normalize('NFKC').replace(SPACES, ' ').trim();
  const folded = skeletonOf(skeletonOf(plain.toLowerCase()).toLowerCase());
  const drawn = skeletonOf(skeletonOf(plain).toLowerCase());
  return folded === drawn ? [folded] : [folded, drawn];
}

export interface AccountKey {
  readonly key: string;
  /** Else of the display name only, which several people may have. */
  readonly isOfUsername: boolean;
}

/** Of all that an account is called. Users without a username are no accounts: they have none. */
export function accountKeys(username: string | null, displayName: string): readonly AccountKey[] {
  if (username === null) return [];
  const ofUsername = nameKeys(username);
  const others = nameKeys(displayName).filter((key) => !ofUsername.includes(key));
  return [
    ...ofUsername.map((key) => ({ key, isOfUsername: true })),
    ...others.map((key) => ({ key, isOfUsername: false })),
  ];
}

const RESERVED_WORDS = [
  'root',
  'admin',
  'administrator',
  'moderator',
  'system',
  'guest',
  'koine',
  'anonymous',
  'support',
  'everyone',
];

/** The server's own bots: no other user takes their ids. */
export const BOT_NAMES = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Emeka'];

export function botIdOf(name: string): string {
  return `bot_${name.toLowerCase()}`;
}

/** In capitals too, where `I` is drawn as `l`. */
const RESERVED: ReadonlySet<string> = new Set(
  [...RESERVED_WORDS, ...BOT_NAMES.map(botIdOf)].flatMap((word) => [
    ...nameKeys(word),
    ...nameKeys(word.toUpperCase()),
  ]),
);
const BOTS: ReadonlySet<string> = new Set(BOT_NAMES.flatMap((name) => nameKeys(botIdOf(name))));

/** As clients of the documents call themselves: never refused as a visitor's, and so never anybody's own. */
const VISITOR = /^(?:anonymous|user_(?:\d+|[0-9a-f]{12})|guest-\d+)$/;
const NOT_ASCII = /[^\0-\x7F]+/gu;

/** Whether clients without an account go by this name: `Anonymous`, `user_1234`, `user_` and 12 hex digits, `guest-1234`. */
export function isVisitorName(name: string): boolean {
  const plain = name.normalize('NFKC').replace(IGNORABLE, '').replace(SPACES, ' ').trim();
  return VISITOR.test(plain.replace(NOT_ASCII, skeletonOf).toLowerCase());
}

/** Whether the name looks like one that no user may choose: a word of the server's, a bot's id, a visitor's name. */
export function isReservedName(name: string): boolean {
  return isVisitorName(name) || nameKeys(name).some((key) => RESERVED.has(key));
}

/** Whether the name looks like a bot's id. */
export function isBotName(name: string): boolean {
  return nameKeys(name).some((key) => BOTS.has(key));
}
