import { describe, expect, it } from 'vitest';
import { ownOrigin } from './own-origin.ts';

const loopback = { address: '127.0.0.1', family: 'IPv4', internal: true };
const lan6 = { address: 'fe80::1', family: 'IPv6', internal: false };
const lan = { address: '192.168.1.5', family: 'IPv4', internal: false };

describe('the origin of pictures, where no publicUrl is set', () => {
  it.each(['http://127.0.0.1:8080', 'http://[::1]:8080', 'http://192.0.2.7:3000'])(
    'is where the server listens: %s',
    (url) => {
      expect(ownOrigin(url, { eth0: [lan] })).toBe(url);
    },
  );

  it.each(['http://0.0.0.0:8080', 'http://[::]:8080'])(
    'is an address that others reach when the server listens on all: %s',
    (url) => {
      expect(ownOrigin(url, { lo: [loopback], eth0: [lan6, lan] })).toBe('http://192.168.1.5:8080');
    },
  );

  it('is loopback on a machine without a network', () => {
    expect(ownOrigin('http://0.0.0.0:8080', { lo: [loopback] })).toBe('http://127.0.0.1:8080');
    expect(ownOrigin('http://[::]:8080', {})).toBe('http://127.0.0.1:8080');
  });
});
