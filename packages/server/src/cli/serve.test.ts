import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { readyLine, refusePartly } from './serve.ts';

describe('the ready line', () => {
  it('names each URL', () => {
    const server = running({ urls: ['http://127.0.0.1:8080', 'http://127.0.0.1:8000'] });
    expect(readyLine({ production: false }, server)).toBe(
      'Koine is ready (sandbox): http://127.0.0.1:8080 http://127.0.0.1:8000',
    );
  });

  it('says which of the usual ports is missing, and why', () => {
    const server = running({ missing: [{ port: 3000, why: 'in use' }] });
    expect(readyLine({ production: true }, server)).toBe(
      'Koine is ready (production): http://127.0.0.1:8080 (not on port 3000: in use)',
    );
  });
});

describe('a port that is in use', () => {
  const missing = [{ port: 8000, why: 'in use' }];

  it('is skipped when it is one of the usual', async () => {
    await expect(refusePartly(running({ missing }), load([]))).resolves.toBeUndefined();
  });

  it('stops the start when the user has named it', async () => {
    const server = running({ missing });
    const flags = ['--ports', '8080,8000'];
    await expect(refusePartly(server, load(flags))).rejects.toThrow(
      'port 8000: in use; name another with --ports',
    );
    expect(server.closed).toBe(1);
  });

  it('stops the start when none is free', async () => {
    await expect(refusePartly(running({ urls: [], missing }), load([]))).rejects.toThrow('--ports');
  });
});

function load(argv: readonly string[]) {
  return loadConfig({ argv, env: {}, readFile: () => null });
}

function running(given: { urls?: string[]; missing?: { port: number; why: string }[] }) {
  return {
    urls: ['http://127.0.0.1:8080'],
    missing: [],
    closed: 0,
    async close() {
      this.closed += 1;
    },
    ...given,
  };
}
