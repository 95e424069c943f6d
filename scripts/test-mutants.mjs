/**
 * `npm run test:mutants -- [text]`: takes each guard away, one at a time, in a copy of the tree, and runs the suite that has to
 * notice. A mutant under which the suite stays green has survived: that guard is not tested. With a text, only mutants whose
 * name or suite holds it.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findNode } from '../packages/server/bin/pinned-node.mjs';
import { mutate, readMutants } from './lib/mutants.mjs';
import { fail, report, root } from './lib/paths.mjs';

const [text = ''] = process.argv.slice(2);
const mutants = readMutants().filter(({ name, suite }) => `${name} ${suite}`.includes(text));
if (mutants.length === 0) fail(`no mutant’s name or suite holds "${text}"`);
const node = findNode();
const copy = copyTree();
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));

for (const suite of new Set(mutants.map((mutant) => mutant.suite))) {
  const { failed, passed } = run(suite);
  if (failed > 0 || passed === 0) fail(`${suite} fails before anything was taken away`);
  report(`${suite}: ${passed} tests pass with every guard in its place`);
}
let killed = 0;
for (const mutant of mutants) {
  const file = join(copy, mutant.file);
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, mutate(mutant, source));
  const { failed } = run(mutant.suite);
  writeFileSync(file, source);
  if (failed > 0) killed++;
  report(`${failed > 0 ? 'noticed' : 'SURVIVED'}: ${mutant.name}`);
}
process.stdout.write(`${killed} passed, ${mutants.length - killed} failed\n`);
process.exit(killed === mutants.length ? 0 : 1);

/** What git knows or would, and the installed packages, in a directory of their own. */
function copyTree() {
  const directory = mkdtempSync(join(tmpdir(), 'koine-mutants-'));
  const listed = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.stdout.split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    cpSync(join(root, file), join(directory, file));
  }
  const packages = [join(root, 'node_modules'), join(directory, 'node_modules')];
  // Hard links where the system has them: the packages are half a gigabyte.
  const isLinked = spawnSync('cp', ['-al', ...packages], { stdio: 'ignore' }).status === 0;
  if (!isLinked) spawnSync('cp', ['-R', ...packages], { stdio: 'inherit' });
  return directory;
}

/**
 * Runs one test file over the sources of the copy, to its first failure.
 * @param {string} suite
 * @returns {{ passed: number, failed: number }}
 */
function run(suite) {
  const countsFile = join(copy, 'counts.json');
  rmSync(countsFile, { force: true });
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const { KOINE_TEST_BUNDLE: _, ...env } = process.env;
  spawnSync(node, [vitest, 'run', '--bail=1', suite], {
    cwd: copy,
    stdio: 'ignore',
    env: { ...env, TEST_COUNTS_FILE: countsFile, TEST_PATIENCE_MS: '15000' },
  });
  if (!existsSync(countsFile)) fail(`${suite} could not be run`);
  return JSON.parse(readFileSync(countsFile, 'utf8'));
}
