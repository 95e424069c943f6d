import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { schemasAreApiSpec } from './app.ts';
import { avatarRoutes, avatarSvg } from './avatars.ts';

test('serves a face for a name as an image', async () => {
  await using app = fastify();
  schemasAreApiSpec(app);
  await app.register(avatarRoutes);
  const answer = await app.inject('/avatars/ada.svg');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
  expect(answer.body).toBe(avatarSvg('ada'));
  expect(answer.body).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg".*>A<\/text><\/svg>$/);
});

test.each(['ada', 'ada.png', '.svg', '%3Cscript%3E.svg', `${'a'.repeat(65)}.svg`])(
  'has no face for %s',
  async (file) => {
    await using app = fastify();
    schemasAreApiSpec(app);
    await app.register(avatarRoutes);
    expect((await app.inject(`/avatars/${file}`)).statusCode).toBe(404);
  },
);

test('draws the same face for the same name and another for another', () => {
  expect(avatarSvg('ada')).toBe(avatarSvg('ada'));
  expect(avatarSvg('ada')).not.toBe(avatarSvg('bruno'));
});
