import { expect, test } from 'vitest';
import { addressGroup } from './address-group.ts';

test.each(['127.0.0.1', '203.0.113.7'])('%s stands for itself', (ip) => {
  expect(addressGroup(ip)).toBe(ip);
});

test.each(['::ffff:203.0.113.7', '::FFFF:cb00:7107', '0:0:0:0:0:ffff:203.0.113.7'])(
  '%s is an IPv4 address in disguise',
  (ip) => {
    expect(addressGroup(ip)).toBe('203.0.113.7');
  },
);

test.each([
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001:DB8::1:0:0:0:1', '2001:db8:0:1::/64'],
  ['2001:0db8:0000:0001:ffff:ffff:ffff:ffff', '2001:db8:0:1::/64'],
  ['2001:db8:0:2::1', '2001:db8:0:2::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
])('%s counts by its first 64 bits', (ip, group) => {
  expect(addressGroup(ip)).toBe(group);
});

test('what is no address stands for itself', () => {
  expect(addressGroup('')).toBe('');
});
