import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { handshakeOf } from './handshake.ts';

function open(
  url: string,
  headers: Record<string, string>,
  trustProxy = false,
  publicUrl?: string,
) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '::ffff:10.0.0.9' });
  const request = new IncomingMessage(socket);
  request.url = url;
  Object.assign(request.headers, { host: 'chat.example:8080', ...headers });
  return handshakeOf(request, { trustProxy, publicUrl: publicUrl ?? null });
}

describe('the handshake of a connection', () => {
  it('has the decoded path and the query', () => {
    const handshake = open('/ws/chat/J%C3%BCrgen%20W?room=a%20b', {});
    expect(handshake?.path).toBe('/ws/chat/Jürgen W');
    expect(handshake?.query.get('room')).toBe('a b');
  });

  it.each(['*', 'http://x/ws'])('is refused for %s', (url) => {
    expect(open(url, {})).toBeNull();
  });

  it.each([
    ['/ws/chat/100%', '/ws/chat/100%'],
    ['/ws/%zz%20', '/ws/%zz '],
    ['/ws/%ff', '/ws/\ufffd'],
    ['/ws/%C3%28', '/ws/\ufffd('],
  ])('keeps what cannot be decoded in %s', (url, path) => {
    expect(open(url, {})).toMatchObject({ path, isPathValid: false });
  });

  it('has the peer as address, whatever a header claims', () => {
    expect(open('/', { 'x-forwarded-for': '1.2.3.4' })?.ip).toBe('10.0.0.9');
  });

  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['6.6.6.6, 1.2.3.4', '1.2.3.4'],
    ['1.2.3.4:5678', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['', '10.0.0.9'],
  ])('behind a trusted proxy has the address that the proxy saw: %s', (forwarded, ip) => {
    expect(open('/', { 'x-forwarded-for': forwarded }, true)?.ip).toBe(ip);
  });

  it('has the public URL as origin, else where the request was sent', () => {
    expect(open('/', {}, false, 'https://koine.example/')?.origin).toBe('https://koine.example');
    expect(open('/', {})?.origin).toBe('http://chat.example:8080');
    expect(open('/', { 'x-forwarded-proto': 'https' })?.origin).toBe('http://chat.example:8080');
    expect(open('/', { 'x-forwarded-proto': 'https' }, true)?.origin).toBe(
      'https://chat.example:8080',
    );
  });

  it.each(['a/b', 'x?y', 'me@evil.example', '', '"><script>'])(
    'does not believe the host %j',
    (host) => {
      expect(open('/', { host })?.origin).toBe('http://127.0.0.1:80');
    },
  );
});
