/** Shapes that stand in the schemas of several protocols. */
import Type, { type TObjectOptions, type TProperties } from 'typebox';
import { textUpTo } from './text-limit.ts';

/** An object of these keys and no others. */
export function closed<const Properties extends TProperties>(
  properties: Properties,
  options: TObjectOptions = {},
) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

/** A client's `client_key`. */
export const ClientKey = Type.Optional(
  Type.Union([Type.Null(), Type.String({ minLength: 1, ...textUpTo('clientKeyCharsMax') })], {
    description: 'Idempotency key: a retry with the same key is answered with the first message',
  }),
);
