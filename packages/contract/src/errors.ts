/**
 * The one table of expected errors. A code is never reused for another meaning. `status` is the HTTP status, `text`
 * what a client sees unless its protocol has words of its own, `isRetryable` whether the same request may succeed later.
 */
export const ERRORS = {
  invalidInput: { status: 422, text: 'Invalid input', isRetryable: false },
  contentEmpty: { status: 422, text: 'Message cannot be empty', isRetryable: false },
  contentTooLong: { status: 422, text: 'Message is too long', isRetryable: false },
  metaTooLarge: { status: 422, text: 'meta is too large', isRetryable: false },
  emojiInvalid: { status: 422, text: 'invalid emoji', isRetryable: false },
  tooManyReactions: { status: 422, text: 'too many different reactions', isRetryable: false },
  tooManyReactors: { status: 422, text: 'too many reactions', isRetryable: false },
  selfConversation: { status: 422, text: 'Cannot chat with yourself', isRetryable: false },
  unauthorized: { status: 401, text: 'Invalid credentials', isRetryable: false },
  forbidden: { status: 403, text: 'You may not do this', isRetryable: false },
  banned: { status: 403, text: 'You are banned', isRetryable: false },
  muted: { status: 403, text: 'You are muted', isRetryable: false },
  roomNotFound: { status: 404, text: 'Room not found', isRetryable: false },
  messageNotFound: { status: 404, text: 'Message not found', isRetryable: false },
  userNotFound: { status: 404, text: 'User not found', isRetryable: false },
  memberNotFound: { status: 404, text: 'Participant not found', isRetryable: false },
  notificationNotFound: { status: 404, text: 'Notification not found', isRetryable: false },
  sanctionNotFound: { status: 404, text: 'No such ban', isRetryable: false },
  appNotFound: { status: 404, text: 'App not found', isRetryable: false },
  keyNotFound: { status: 404, text: 'No such key', isRetryable: false },
  conflict: { status: 409, text: 'Already exists', isRetryable: false },
  usernameTaken: {
    status: 409,
    text: 'User with such username already exists!',
    isRetryable: false,
  },
  rateLimited: { status: 429, text: 'Rate limit exceeded', isRetryable: true },
  /** As many as one may have; waiting alone does not help. */
  tooMany: { status: 409, text: 'Too many', isRetryable: false },
  slowMode: { status: 429, text: 'You are sending messages too quickly', isRetryable: true },
  storageUnavailable: {
    status: 503,
    text: 'Storage is unavailable, try again later',
    isRetryable: true,
  },
  shuttingDown: { status: 503, text: 'The server is shutting down', isRetryable: true },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** What an error holds beyond its code. */
export interface ErrorDetails {
  /** Milliseconds after which the same request may succeed. */
  readonly retryAfterMs?: number;
  /** The largest value allowed, when a limit was exceeded. */
  readonly limit?: number;
  /** In which time, where the limit is of a rate. */
  readonly windowMs?: number;
  /** What the limit counts, e.g. `messages`. */
  readonly unit?: string;
  /** When a ban or mute ends (ms since epoch); absent: never. */
  readonly until?: number;
  /** The input's field that was refused. */
  readonly field?: string;
  /** What the field has to keep to, where a protocol's document fixes the text without it. */
  readonly rule?: string;
}

/** An expected error: a code of the table, the text that a client may see, and what else a protocol needs to word it. */
export class KoineError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, text: string = ERRORS[code].text) {
    super(text);
    this.name = 'KoineError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
