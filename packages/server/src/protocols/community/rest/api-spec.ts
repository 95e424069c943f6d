import { KoineError } from '@koine/contract';
import Type from 'typebox';
import type { RestSpec } from '../../../api-spec/rest.ts';
import { UNREADABLE_BODIES } from '../../../api-spec/unreadable-bodies.ts';
import { MessageShape, RoomShape, UserShape } from '../schema.ts';
import { rejectionOf } from '../words.ts';
import { Refused } from './schema.ts';

const TAGS = {
  'Community accounts': 'Accounts and sign-in, as a guest or with a password.',
  'Community rooms': 'Public rooms, and the users in them.',
  'Community messages': 'Messages of rooms.',
  'Community moderation': 'Moderators and bans.',
  'Community service': 'Getting started.',
} as const;
export type CommunityTag = keyof typeof TAGS;

/** What the API spec says of this protocol’s calls. */
export const communityRestSpec: RestSpec = {
  name: 'Community',
  about:
    'Accounts, owned public rooms, moderation. The same people and rooms are reached live over Socket.IO. Reading needs no account.',
  tags: TAGS,
  takesForms: true,
  errors: ['rateLimited', 'storageUnavailable'],
  inputErrors: [],
  limits: { text: 'communityTextCharsMax', rate: null },
  errorShape: Refused,
  errorExample(code, text, details) {
    const error = new KoineError(code, details, text ?? undefined);
    const rejection = rejectionOf(error, Date.now());
    return { status: rejection.status, body: { error: text ?? rejection.text } };
  },
  bodyErrors: UNREADABLE_BODIES,
  headers: {
    'Retry-After': { about: 'Seconds', schema: Type.Integer({ minimum: 1 }), status: 429 },
  },
  schemas: {
    CommunityUser: UserShape,
    CommunityRoom: RoomShape,
    CommunityMessage: MessageShape,
    CommunityRefusal: Refused,
  },
};
