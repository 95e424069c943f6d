import formbody from '@fastify/formbody';
import { type FastifyInstance, type FastifyRequest, errorCodes as fastifyErrors } from 'fastify';

/** Text of a form is percent-encoded UTF-8, whatever it is said to be; what is said otherwise cannot be read. */
const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const FORM = /^application\/x-www-form-urlencoded\b/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)"?/i;

/**
 * How bodies are read, for every call: JSON in any character set that the platform knows, forms in UTF-8, nothing compressed (else
 * 415). Nothing at all, or white space, is no body, whatever it is said to be: stock clients say it of all that they send.
 */
export async function readBodies(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  // `constructor` is a key like any other, which an app's `meta` may have by every way: no body is merged into an object.
  const parseJson = app.getDefaultJsonParser('error', 'ignore');
  app.addHook('preParsing', async (request, reply) => {
    const charset = charsetOf(request);
    if (FORM.test(request.headers['content-type'] ?? '') && !UTF8.has(charset))
      throw unsupported(`Forms are read as UTF-8, not as ${charset}`);
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
    if (encoding === '' || encoding === 'identity') return;
    reply.header('accept-encoding', 'identity');
    throw unsupported(`Compressed bodies are not taken (Content-Encoding: ${encoding})`);
  });
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => {
      try {
        const text = decode(request, body);
        if (text.trim() === '') done(null, undefined);
        else parseJson(request, text, done);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  );
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.toString().trim() === '') done(null, undefined);
    else done(new fastifyErrors.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type']));
  });
}

function decode(request: FastifyRequest, body: Buffer): string {
  const charset = charsetOf(request);
  if (UTF8.has(charset)) return body.toString();
  return decoderOf(charset, body).decode(body);
}

function decoderOf(charset: string, body: Buffer) {
  try {
    // Without saying which end comes first, the text says so itself; else the small one does.
    const isBigEndian = charset === 'utf-16' && body[0] === 0xfe && body[1] === 0xff;
    return new TextDecoder(isBigEndian ? 'utf-16be' : charset);
  } catch {
    throw unsupported(`The charset ${charset} is not known`);
  }
}

function charsetOf({ headers }: FastifyRequest): string {
  return CHARSET.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
}

function unsupported(text: string): Error {
  return Object.assign(new Error(text), { statusCode: 415 });
}
