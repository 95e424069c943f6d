import { expect, it } from 'vitest';
import { SessionsByKey } from './sessions-by-key.ts';
import { TestHub } from './testing/test-hub.ts';

it('finds a session by a key of its protocol until it closes', () => {
  const test = new TestHub();
  const byColour = new SessionsByKey<string>();
  const [one, two] = [test.connect(), test.connect()];
  for (const { session } of [one, two]) session.enterKey(byColour, 'red');
  one.session.enterKey(byColour, 'blue');
  expect(byColour.of('red')).toEqual([one.session, two.session]);
  one.session.close(1000, 'Bye');
  one.session.enterKey(byColour, 'green');
  two.client.closed(1006);
  for (const colour of ['red', 'blue', 'green']) expect(byColour.of(colour)).toEqual([]);
});

it('gives sessions rising numbers, and forgets each with its connection', () => {
  const test = new TestHub();
  const [one, two] = [test.connect(), test.connect()];
  expect(two.session.number).toBeGreaterThan(one.session.number);
  one.client.closed(1000);
  expect(test.hub.sessionCount).toBe(1);
});
