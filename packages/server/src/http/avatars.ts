import type { FastifyPluginAsync, FastifySchema } from 'fastify';
import Type from 'typebox';

const SCHEMA: FastifySchema = {
  summary: 'A generated avatar: drawn from a name, the same each time.',
  operationId: 'avatar',
  tag: 'Server',
  params: Type.Object({
    file: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,64}\\.svg$',
      examples: ['ada.svg'],
      description: 'Any name, and `.svg`',
    }),
  }),
  errors: [['userNotFound', 'Not found']],
  response: {
    200: Type.String({
      contentMediaType: 'image/svg+xml',
      description: 'The picture',
      examples: ['<svg xmlns="http://www.w3.org/2000/svg" …>…</svg>'],
    }),
  },
};

const FILE = /^([A-Za-z0-9_-]{1,64})\.svg$/;

/** `GET /avatars/{name}.svg`: a picture for users without one, the same for the same name. Drawn, not stored. */
export const avatarRoutes: FastifyPluginAsync = async (app) => {
  app.get<{ Params: { file: string } }>(
    '/avatars/:file',
    { schema: SCHEMA },
    async (request, reply) => {
      const name = FILE.exec(request.params.file)?.[1];
      if (name === undefined) return reply.code(404).send({ error: 'Not found' });
      return reply
        .header('Content-Type', 'image/svg+xml; charset=utf-8')
        .header('Cache-Control', 'public, max-age=86400')
        .header('Cross-Origin-Resource-Policy', 'cross-origin')
        .header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
        .send(avatarSvg(name));
    },
  );
};

/** The name's first letter on a colour of its own. `name` holds no characters that mean something in XML. */
export function avatarSvg(name: string): string {
  const hue = hash(name) % 360;
  const initial = (/[A-Za-z0-9]/.exec(name)?.[0] ?? '?').toUpperCase();
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">',
    `<rect width="96" height="96" fill="hsl(${hue} 45% 42%)"/>`,
    '<text x="48" y="49" fill="#fff" font-family="system-ui, sans-serif" font-size="44" font-weight="600"',
    ` text-anchor="middle" dominant-baseline="central">${initial}</text>`,
    '</svg>',
  ].join('');
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}
