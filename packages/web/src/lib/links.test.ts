import { describe, expect, it } from 'vitest';
import { splitLinks } from './links.ts';

const linksIn = (text: string) =>
  splitLinks(text)
    .filter(({ href }) => href !== null)
    .map(({ text: shown }) => shown);

describe('links in a text', () => {
  it.each([
    ['see https://a.example/x.', ['https://a.example/x']],
    ['(https://a.example/x)', ['https://a.example/x']],
    [
      'https://a.example/x_(y) and https://b.example',
      ['https://a.example/x_(y)', 'https://b.example'],
    ],
    ['HTTP://A.EXAMPLE?q=1&r=2#f!', ['HTTP://A.EXAMPLE?q=1&r=2#f']],
    ['[https://a.example]…', ['https://a.example']],
    [
      '看https://a.example/x，然后（https://b.example）。',
      ['https://a.example/x', 'https://b.example'],
    ],
    ['https://a.example/\u202egpj.exe', ['https://a.example/']],
    ['https://a.example\u200b.evil.example', ['https://a.example']],
  ])('of %j are %j', (text, links) => {
    expect(linksIn(text)).toEqual(links);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'https://',
    'https://bank.example@evil.example/',
    'vbscript:https',
    'a.example/no-scheme',
  ])('are none in %j', (text) => {
    expect(linksIn(text)).toEqual([]);
  });

  it('leave no character of the text out', () => {
    const texts = ['', 'a', 'x https://a.example, y (https://b.example/).', 'https://https://x'];
    for (const text of texts)
      expect(
        splitLinks(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
  });

  it('hold nothing that ends the address, as in markup', () => {
    expect(splitLinks('https://a.example"onmouseover=alert(1)')[0]?.href).toBe(
      'https://a.example/',
    );
  });
});
