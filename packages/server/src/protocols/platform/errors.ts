import { ERRORS, type ErrorCode, type KoineError } from '@koine/contract';
import type { CloseSpec } from '../../api-spec/channels.ts';
import { errorTextsOf } from '../../hub/error-texts.ts';
import type { Close } from '../../hub/room-handler.ts';

/** What an error is called on the wire, in REST answers and in `error` frames alike, by its HTTP status. */
export const CODES = {
  401: 'INVALID_CREDENTIALS',
  403: 'INSUFFICIENT_PERMISSIONS',
  404: 'RESOURCE_NOT_FOUND',
  409: 'CONFLICT',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'VALIDATION_ERROR',
  429: 'RATE_LIMIT_EXCEEDED',
  500: 'INTERNAL_ERROR',
  503: 'SERVICE_UNAVAILABLE',
} as const;
export type PlatformStatus = keyof typeof CODES;
export type PlatformErrorCode = (typeof CODES)[PlatformStatus];

/** The document's close codes, its words as the reasons. */
export const CLOSES = {
  goingAway: { code: 1001, reason: 'Going away', about: 'The server is shutting down.' },
  unsupportedData: {
    code: 1003,
    reason: 'Unsupported data',
    about: 'A binary frame: not supported.',
  },
  serverError: {
    code: 1011,
    reason: 'Server error',
    about: 'An internal error, or storage is unavailable.',
  },
  unauthorized: {
    code: 4001,
    reason: 'Unauthorized (invalid API key)',
    about: 'No token, an invalid one, or one that has expired.',
  },
  roomNotFound: {
    code: 4002,
    reason: 'Room not found',
    about: 'The app has no such room, or it was deleted.',
  },
  accessDenied: {
    code: 4003,
    reason: 'Room access denied',
    about:
      'A private room, a ban, another user’s token, or an invalid parameter (an error frame names it first).',
  },
  rateLimited: {
    code: 4004,
    reason: 'Rate limit exceeded',
    about: 'More connections than limits.platformConnectionsPerUser, or a flood of frames.',
  },
} as const satisfies Record<string, CloseSpec>;

/** With what a connection closes that is refused for an error of this status. */
const CLOSE_FOR: Readonly<Record<(typeof ERRORS)[ErrorCode]['status'], Close>> = {
  401: CLOSES.unauthorized,
  403: CLOSES.accessDenied,
  404: CLOSES.roomNotFound,
  409: CLOSES.accessDenied,
  422: CLOSES.accessDenied,
  429: CLOSES.rateLimited,
  503: CLOSES.serverError,
};

export function statusOf(error: KoineError): PlatformStatus {
  return ERRORS[error.code].status;
}

export function codeOf(error: KoineError): PlatformErrorCode {
  return CODES[statusOf(error)];
}

export function closeOf({ code }: KoineError): Close {
  return code === 'shuttingDown' ? CLOSES.goingAway : CLOSE_FOR[ERRORS[code].status];
}

/** What a client receives: the core's text, with the limit where one was passed. */
export const detailOf = errorTextsOf({
  contentTooLong: ({ details }) => `Message is too long (max ${details.limit} characters)`,
  metaTooLarge: ({ details }) => `meta is too large (max ${details.limit} bytes)`,
  tooManyReactions: ({ details }) => `too many different reactions (max ${details.limit})`,
  tooManyReactors: ({ details }) => `too many reactions (max ${details.limit})`,
});
