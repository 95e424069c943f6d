import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, withSecrets } from '../config/index.ts';
import { createLog } from '../log/log.ts';

/** What a sandbox with everything on serves at `/docs/<name>.json`, indented. A server is started for it, on a free port. */
export async function servedDocument(name: 'openapi' | 'asyncapi'): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'koine-docs-'));
  const settings = { ports: [0], data, publicUrl: USUAL_URL, bots: { probability: 0 } };
  const loaded = loadConfig({
    argv: ['--config', 'docs'],
    env: {},
    readFile: () => JSON.stringify(settings),
  });
  const config = withSecrets(loaded, { read: () => null, write: () => {}, make: () => SECRET });
  const { startServer } = await import('../server/server.ts');
  const server = await startServer(config, { log: createLog('silent') });
  try {
    const answer = await fetch(`${server.urls[0]}/docs/${name}.json`);
    return `${JSON.stringify(await answer.json(), null, 2)}\n`;
  } finally {
    await server.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Where a sandbox listens, so that the document is the same each time. */
const USUAL_URL = 'http://127.0.0.1:8080';
/** Of a server that lives for a moment and keeps nothing. */
const SECRET = 'a-secret-for-a-moment-that-is-long-enough';
