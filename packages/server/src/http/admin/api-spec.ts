import type { RestSpec } from '../../api-spec/rest.ts';
import { UNREADABLE_BODIES } from '../../api-spec/unreadable-bodies.ts';
import { NEEDS_KEY } from '../operations.ts';
import { errorAsText, Refused } from '../server-spec.ts';

/** What the API spec says of the operator's commands. */
export const adminSpec: RestSpec = {
  name: 'Operator',
  about:
    'What `koine admin`, `koine export` and `koine import` do, over HTTP: one call a command, JSON in and out. They act on live connections at once.',
  tags: {
    'Operator’s commands':
      'For holders of the operator’s key (setting `adminKey`) and accounts of role root or admin.',
  },
  takesForms: false,
  errors: [
    ['unauthorized', NEEDS_KEY],
    'forbidden',
    'appNotFound',
    'userNotFound',
    'roomNotFound',
    'sanctionNotFound',
    'messageNotFound',
    'keyNotFound',
    'rateLimited',
    'conflict',
    'storageUnavailable',
  ],
  inputErrors: [['invalidInput', 'name is required']],
  limits: { text: null, rate: null },
  errorShape: Refused,
  errorExample: errorAsText,
  bodyErrors: UNREADABLE_BODIES,
  headers: {},
  schemas: { Refused },
};
