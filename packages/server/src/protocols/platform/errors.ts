import type { ErrorCode, KoineError } from '@koine/contract';

/** What a rejection is called on the wire, in REST answers and in `error` frames alike. */
export type PlatformErrorCode =
  | 'INVALID_CREDENTIALS'
  | 'INSUFFICIENT_PERMISSIONS'
  | 'RESOURCE_NOT_FOUND'
  | 'VALIDATION_ERROR'
  | 'RATE_LIMIT_EXCEEDED'
  | 'CONFLICT'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_ERROR';

export const STATUS = {
  INVALID_CREDENTIALS: 401,
  INSUFFICIENT_PERMISSIONS: 403,
  RESOURCE_NOT_FOUND: 404,
  VALIDATION_ERROR: 422,
  RATE_LIMIT_EXCEEDED: 429,
  CONFLICT: 409,
  UNSUPPORTED_MEDIA_TYPE: 415,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_ERROR: 500,
} as const satisfies Record<PlatformErrorCode, number>;

export interface Close {
  readonly code: number;
  readonly reason: string;
}

/** The document's close codes, its words as the reasons. */
export const CLOSES = {
  goingAway: { code: 1001, reason: 'Going away' },
  unsupportedData: { code: 1003, reason: 'Unsupported data' },
  serverError: { code: 1011, reason: 'Server error' },
  unauthorized: { code: 4001, reason: 'Unauthorized (invalid API key)' },
  roomNotFound: { code: 4002, reason: 'Room not found' },
  accessDenied: { code: 4003, reason: 'Room access denied' },
  rateLimited: { code: 4004, reason: 'Rate limit exceeded' },
} as const satisfies Record<string, Close>;

interface Words {
  readonly code: PlatformErrorCode;
  /** With what a connection closes that is refused for this. */
  readonly close: Close;
}

const invalid: Words = { code: 'VALIDATION_ERROR', close: CLOSES.accessDenied };
const denied: Words = { code: 'INSUFFICIENT_PERMISSIONS', close: CLOSES.accessDenied };
const missing: Words = { code: 'RESOURCE_NOT_FOUND', close: CLOSES.roomNotFound };
const taken: Words = { code: 'CONFLICT', close: CLOSES.accessDenied };
const tooMuch: Words = { code: 'RATE_LIMIT_EXCEEDED', close: CLOSES.rateLimited };

/** The core's rejections in this protocol's words. */
const WORDS: Record<ErrorCode, Words> = {
  invalidInput: invalid,
  contentEmpty: invalid,
  contentTooLong: invalid,
  metaTooLarge: invalid,
  emojiInvalid: invalid,
  tooManyReactions: invalid,
  tooManyReactors: invalid,
  tooMany: taken,
  selfConversation: invalid,
  unauthorized: { code: 'INVALID_CREDENTIALS', close: CLOSES.unauthorized },
  forbidden: denied,
  banned: denied,
  muted: denied,
  roomNotFound: missing,
  messageNotFound: missing,
  userNotFound: missing,
  memberNotFound: missing,
  notificationNotFound: missing,
  sanctionNotFound: missing,
  appNotFound: missing,
  keyNotFound: missing,
  conflict: taken,
  usernameTaken: taken,
  rateLimited: tooMuch,
  slowMode: tooMuch,
  storageUnavailable: { code: 'SERVICE_UNAVAILABLE', close: CLOSES.serverError },
  shuttingDown: { code: 'SERVICE_UNAVAILABLE', close: CLOSES.goingAway },
};

export function codeOf(error: KoineError): PlatformErrorCode {
  return WORDS[error.code].code;
}

export function closeOf(error: KoineError): Close {
  return WORDS[error.code].close;
}

/** What a client receives: the core's text, with the limit where one was passed. */
export function detailOf({ code, message, details }: KoineError): string {
  const { limit } = details;
  if (limit === undefined) return message;
  switch (code) {
    case 'contentTooLong':
      return `Message is too long (max ${limit} characters)`;
    case 'metaTooLarge':
      return `meta is too large (max ${limit} bytes)`;
    case 'tooManyReactions':
      return `too many different reactions (max ${limit})`;
    case 'tooManyReactors':
      return `too many reactions (max ${limit})`;
    default:
      return message;
  }
}
