import type { ErrorCode } from '@koine/contract';
import { ERRORS } from '@koine/contract';
import Type from 'typebox';
import type { RestSpec } from '../api-spec/rest.ts';

/** An error of a call that is not a protocol's. */
export const Refused = Type.Object({ error: Type.String() });

/** As `{error: text}`, with the core's own status and words. */
export function errorAsText(code: ErrorCode, text: string | null) {
  return { status: ERRORS[code].status, body: { error: text ?? ERRORS[code].text } };
}

/** What the API spec says of the calls that belong to no protocol. */
export const serverSpec: RestSpec = {
  name: 'Server',
  about: 'The server’s own state and documents.',
  tags: { Server: 'Health, metrics, documents and avatars.' },
  takesForms: false,
  errors: [],
  inputErrors: [],
  limits: { text: null, rate: null },
  errorShape: Refused,
  errorExample: errorAsText,
  bodyErrors: [],
  headers: {},
  schemas: { Refused },
};
