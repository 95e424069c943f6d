/** Change numbers as clients of every protocol see them. */
import Type from 'typebox';

/** Of a stored change of a room. */
export const ChangeNumber = Type.Integer({
  minimum: 0,
  description: 'The change number; only for clients that connected with `since`',
});

/** Where a client stands: it gives `<epoch>.<change>` back as `since`. */
export const positionShape = {
  epoch: Type.String({
    pattern: '^[A-Za-z0-9_-]{1,64}$',
    description:
      'Names the history that change numbers belong to; only for clients that connected with `since`',
  }),
  change: ChangeNumber,
} as const;

/** A position in an answer over HTTP. */
export const positionOf = (about: string) => ({
  epoch: Type.String({ description: 'Names the history that change numbers belong to' }),
  change: Type.Integer({ minimum: 0, description: about }),
});

const SINCE = '((?!\\d{1,7}\\.)[A-Za-z0-9_-]{1,64}\\.)?\\d{1,15}';

/** The query's `since`. */
export const sinceParameter = (about: string) =>
  Type.String({
    pattern: `^(now|${SINCE})$`,
    description: `\`<epoch>.<change>\`, the last position received: ${about}. A number alone belongs to the current epoch. \`now\`: nothing to resume, but numbers from here on`,
    examples: ['3f0c9a1b2d4e5f60.42', 'now'],
  });

/** A Socket.IO client's `auth.since`. */
export const sinceOfRooms = (roomName: string) =>
  Type.Union(
    [
      Type.Null(),
      Type.Literal('now'),
      Type.Record(
        Type.String({ description: roomName }),
        Type.Union([
          Type.Integer({ minimum: 0 }),
          Type.String({ pattern: `^(now|${SINCE})$`, description: '`<epoch>.<change>`' }),
        ]),
      ),
    ],
    {
      description:
        'The last position received of each room to resume; rooms not named begin from now. Unless null, events carry `change`',
      examples: [{ '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41': '3f0c9a1b2d4e5f60.42' }],
    },
  );
