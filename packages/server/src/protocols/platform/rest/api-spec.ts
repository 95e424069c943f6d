import { KoineError } from '@koine/contract';
import Type from 'typebox';
import type { ErrorExample, RestSpec } from '../../../api-spec/rest.ts';
import { CODES, codeOf, detailOf, type PlatformErrorCode } from '../errors.ts';
import { Pagination } from './envelope.ts';
import { ErrorAnswer } from './errors.ts';
import {
  AppView,
  MessageView,
  NotificationView,
  ParticipantView,
  RoomView,
  UserView,
} from './views.ts';

const TAGS = {
  'Platform apps': 'Apps and their keys.',
  'Platform users': 'An app’s users. They need not be registered to chat.',
  'Platform tokens': 'Tokens that an app issues to its users, for use in browsers.',
  'Platform rooms': 'An app’s rooms, and joining or leaving them as a participant.',
  'Platform participants': 'Participants of rooms.',
  'Platform presence': 'Users online.',
  'Platform messages': 'Messages of rooms.',
  'Platform notifications': 'Notifications to users, kept until read.',
} as const;
export type PlatformTag = keyof typeof TAGS;

const Count = Type.Integer({ minimum: 0 });

/** What the API spec says of this protocol’s calls. */
export const platformRestSpec: RestSpec = {
  name: 'Platform',
  about:
    'An app’s rooms under its API key, for an app’s server; with a user token for one user’s browser. The same rooms are reached live at `/ws/{room_id}`.',
  tags: TAGS,
  takesForms: true,
  errors: ['unauthorized', 'forbidden', 'rateLimited', 'storageUnavailable'],
  inputErrors: ['invalidInput'],
  limits: { text: 'platformTextCharsMax', rate: null },
  errorShape: ErrorAnswer,
  errorExample(code, text, details) {
    const error = new KoineError(code, details, text ?? undefined);
    return example(error.status, codeOf(error), detailOf(error));
  },
  bodyErrors: [
    example(415, CODES[415], 'Compressed bodies are not taken (Content-Encoding: gzip)'),
  ],
  headers: {
    'X-RateLimit-Limit': { about: 'Calls allowed per minute', schema: Count },
    'X-RateLimit-Remaining': { about: 'Calls remaining', schema: Count },
    'X-RateLimit-Reset': {
      about: 'Unix time (s) at which the limit is reset; on 429, at which the next call is allowed',
      schema: Count,
    },
    'Retry-After': { about: 'Seconds', schema: Type.Integer({ minimum: 1 }), status: 429 },
  },
  schemas: {
    PlatformApp: AppView,
    PlatformUser: UserView,
    PlatformRoom: RoomView,
    PlatformParticipant: ParticipantView,
    PlatformMessage: MessageView,
    PlatformNotification: NotificationView,
    PlatformPagination: Pagination,
    PlatformRefusal: ErrorAnswer,
  },
};

function example(status: number, error_code: PlatformErrorCode, detail: string): ErrorExample {
  const timestamp = '2024-01-01T12:00:00.000Z';
  return { status, body: { detail, error_code, status_code: status, timestamp } };
}
