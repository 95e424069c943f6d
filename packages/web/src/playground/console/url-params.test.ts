import { describe, expect, it } from 'vitest';
import { readParam, urlOf, writeParam } from './url-params.ts';

const LOBBY = '/ws/chat/{client_id}';
const id = { name: 'client_id', part: 'path' } as const;
const since = { name: 'since', part: 'query' } as const;

describe('the parameters of a URL', () => {
  it('are filled into its form', () => {
    const params = [
      { ...id, about: '', value: 'Ada & co/1' },
      { ...since, about: '', value: '' },
      { name: 'room', part: 'query', about: '', value: 'den' } as const,
    ];
    const url = urlOf('ws://h:1', LOBBY, params);
    expect(url).toBe('ws://h:1/ws/chat/Ada%20%26%20co%2F1?room=den');
    expect(readParam(LOBBY, url, id)).toBe('Ada & co/1');
    expect(readParam(LOBBY, url, since)).toBe('');
  });

  it('are written into a URL that was edited by hand', () => {
    const edited = 'ws://h:1/ws/chat/ada?x=1&since=3';
    expect(writeParam(LOBBY, edited, id, 'grace')).toBe('ws://h:1/ws/chat/grace?x=1&since=3');
    expect(writeParam(LOBBY, edited, since, '9')).toBe('ws://h:1/ws/chat/ada?x=1&since=9');
    expect(writeParam(LOBBY, edited, since, '')).toBe('ws://h:1/ws/chat/ada?x=1');
  });

  it.each(['nonsense', 'ws://h:1/ws', 'ws://h:1/ws/chat/a/b'])('leave %s alone', (url) => {
    expect(readParam(LOBBY, url, id)).toBeNull();
    expect(writeParam(LOBBY, url, id, 'x')).toBe(url);
  });

  it('survive an escape that is none', () => {
    expect(readParam(LOBBY, 'ws://h:1/ws/chat/%zz', id)).toBe('%zz');
  });
});
