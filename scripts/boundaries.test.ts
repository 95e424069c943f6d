import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * A tool that parses nothing also reports nothing. So a tiny copy of the repository is written with one forbidden
 * import per rule, and each has to be reported; and the allowed imports beside them must not be.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = 'packages/server/src';
const web = 'packages/web/src';

const allowed: Record<string, string> = {
  'packages/contract/src/index.ts': 'export interface Shape { readonly id: string }',
  [`${src}/core/rules.ts`]: 'export const rule = 1;',
  [`${src}/core/good.ts`]:
    "import type { Shape } from '../../../contract/src/index.ts';\nimport { rule } from './rules.ts';\nexport const good = (shape: Shape) => [shape.id, rule];",
  [`${src}/core/core.ts`]: 'export interface Core { readonly id: string }',
  [`${src}/hub/audience.ts`]: 'export const audience = 1;',
  [`${src}/hub/session.ts`]:
    "import { rule } from '../core/rules.ts';\nexport const session = rule;",
  [`${src}/hub/protocol.ts`]: 'export interface Port { readonly name: string }',
  [`${src}/protocols/lobby/codec.ts`]:
    "import type { Port } from '../../hub/protocol.ts';\nexport const lobby: Port = { name: 'lobby' };",
  [`${src}/protocols/index.ts`]: "export { lobby } from './lobby/codec.ts';",
  [`${src}/transport/socket.ts`]: "import ws from 'ws';\nexport const socket = ws;",
  [`${src}/log/log.ts`]: 'export const log = 1;',
  [`${src}/server/server.ts`]:
    "import { session } from '../hub/session.ts';\nexport const server = session;",
  [`${web}/lib/text.ts`]: 'export const text = 1;',
  [`${web}/embed/list.tsx`]:
    "import { text } from '../lib/text.ts';\nexport const list = <p>{text}</p>;",
  [`${web}/admin/chart.ts`]: "import uPlot from 'uplot';\nexport const chart = uPlot;",
  [`${src}/cli/main.ts`]:
    "import { server } from '../server/server.ts';\nexport const main = server;",
};

const violations: Record<string, { text: string; rule: string }> = {
  [`${src}/core/reads-hub.ts`]: {
    text: "import { session } from '../hub/session.ts';\nexport const a = session;",
    rule: 'core-may-import',
  },
  [`${src}/core/reads-hub-type.ts`]: {
    text: "import type { Port } from '../hub/protocol.ts';\nexport const a = (port: Port) => port;",
    rule: 'core-may-import',
  },
  [`${src}/core/reads-disk.ts`]: {
    text: "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;",
    rule: 'core-no-node',
  },
  [`${src}/core/uses-package.ts`]: {
    text: "import ws from 'ws';\nexport const a = ws;",
    rule: 'core-packages',
  },
  [`${src}/hub/speaks-lobby.ts`]: {
    text: "import { lobby } from '../protocols/lobby/codec.ts';\nexport const a = lobby;",
    rule: 'hub-may-import',
  },
  [`${src}/protocols/direct/gathers.ts`]: {
    text: "import { audience } from '../../hub/audience.ts';\nexport const a = audience;",
    rule: 'protocols-may-import',
  },
  [`${src}/protocols/direct/rules-core.ts`]: {
    text: "import type { Core } from '../../core/core.ts';\nexport const a = (core: Core) => core;",
    rule: 'protocols-may-import',
  },
  [`${src}/transport/gathers.ts`]: {
    text: "import { audience } from '../hub/audience.ts';\nexport const a = audience;",
    rule: 'transport-may-import',
  },
  [`${src}/protocols/direct/copies-lobby.ts`]: {
    text: "import { lobby } from '../lobby/codec.ts';\nexport const a = lobby;",
    rule: 'protocols-no-sibling',
  },
  [`${src}/transport/knows-lobby.ts`]: {
    text: "import { lobby } from '../protocols/lobby/codec.ts';\nexport const a = lobby;",
    rule: 'transport-may-import',
  },
  [`${src}/storage/pushes.ts`]: {
    text: "import ws from 'ws';\nexport const a = ws;",
    rule: 'storage-packages',
  },
  [`${src}/http/starts.ts`]: {
    text: "import { server } from '../server/server.ts';\nexport const a = server;",
    rule: 'http-may-import',
  },
  [`${src}/bus/logs.ts`]: {
    text: "import { log } from '../log/log.ts';\nexport const a = log;",
    rule: 'bus-may-import',
  },
  'packages/contract/src/reads-server.ts': {
    text: "import { rule } from '../../server/src/core/rules.ts';\nexport const a = rule;",
    rule: 'contract-is-a-leaf',
  },
  [`${web}/admin/shows-embed.tsx`]: {
    text: "import { list } from '../embed/list.tsx';\nexport const a = <main>{list}</main>;",
    rule: 'web-admin-may-import',
  },
  [`${web}/chat/reads-server.ts`]: {
    text: "import { rule } from '../../../server/src/core/rules.ts';\nexport const a = rule;",
    rule: 'web-chat-may-import',
  },
  [`${web}/lib/reads-disk.ts`]: {
    text: "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;",
    rule: 'web-lib-no-node',
  },
  [`${web}/koine/uses-package.ts`]: {
    text: "import ws from 'ws';\nexport const a = ws;",
    rule: 'web-koine-packages',
  },
  // Its entry lies under dist/, as those of our own builds do, which nothing looks at.
  [`${web}/embed/draws-charts.ts`]: {
    text: "import uPlot from 'uplot';\nexport const a = uPlot;",
    rule: 'web-embed-packages',
  },
  [`${web}/other/anything.ts`]: { text: "import '../lib/text.ts';", rule: 'known-page' },
  [`${src}/utils/anything.ts`]: {
    text: "import { rule } from '../core/rules.ts';\nexport const a = rule;",
    rule: 'known-layer',
  },
  [`${src}/beside.ts`]: {
    text: "import { rule } from './core/rules.ts';\nexport const a = rule;",
    rule: 'known-layer',
  },
  [`${src}/storage/asks-core.ts`]: {
    text: "import { rule } from '../core/rules.ts';\nexport const a = rule;",
    rule: 'storage-may-import',
  },
  [`${src}/http/nowhere.ts`]: {
    text: "import { a } from './no-such-file.ts';\nexport const b = a;",
    rule: 'resolvable',
  },
};

let directory = '';
let reported: ReadonlyArray<{ from: string; rule: { name: string } }> = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'koine-boundaries-'));
  const texts = Object.entries(violations).map(([file, { text }]) => [file, text] as const);
  for (const [file, text] of [...Object.entries(allowed), ...texts]) write(file, text);
  for (const file of [
    '.dependency-cruiser.mjs',
    'tsconfig.base.json',
    'scripts/lib/boundaries.mjs',
  ]) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    cpSync(join(root, file), join(directory, file));
  }
  write('package.json', '{"type":"module"}');
  cpSync(
    join(root, 'packages/server/tsconfig.json'),
    join(directory, 'packages/server/tsconfig.json'),
  );
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  reported = cruise();
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the boundary rules', () => {
  it.each(Object.entries(violations))('report %s', (file, { rule }) => {
    const rules = reported.filter((violation) => violation.from === file).map((v) => v.rule.name);
    expect(rules).toContain(rule);
  });

  it('report nothing about imports that are allowed', () => {
    expect(reported.filter(({ from }) => allowed[from] !== undefined)).toEqual([]);
  });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), `${text}\n`);
}

function cruise(): typeof reported {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [bin, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'packages'],
    { cwd: directory, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(`dependency-cruiser said nothing: ${stderr}`);
  return JSON.parse(stdout).summary.violations;
}
