/**
 * `node scripts/count-lines.mjs [commit]`: lines of source without tests by folder, at a commit (default: HEAD) and beside it
 * at the one from which the clean-up is counted; then how many files that are, and how long.
 */
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path/posix';

const BASE = '388da5e';
const SOURCE = /\.(tsx?|mjs|js|css|html)$/;
const TESTS = /\.test\.|(^|\/)(test|testing)\//;
const FOLDER = /^packages\/[^/]+\/src\/[^/]+|^packages\/[^/]+\/[^/]+|^[^/]+/;

const commit = process.argv[2] ?? 'HEAD';
const [before, after] = [filesAt(BASE), filesAt(commit)];
print('folder', BASE, commit.slice(0, 7), 'change');
for (const folder of [...new Set([...before, ...after].map((file) => file.folder))].sort())
  row(folder, (files) => sum(files.filter((file) => file.folder === folder)));
row('all', sum);
row('files', (files) => files.length);
row('median file', (files) => files[files.length >> 1]?.lines ?? 0);
row('largest file', (files) => files.at(-1)?.lines ?? 0);

/** @typedef {{ folder: string, lines: number }} File */

/** Shortest first. @param {string} at @returns {File[]} */
function filesAt(at) {
  const args = ['grep', '--text', '--count', '', at];
  const text = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return text
    .trim()
    .split('\n')
    .flatMap((line) => {
      // `<commit>:<path>:<lines>`
      const [, path = '', lines] = line.split(':');
      if (!SOURCE.test(path) || TESTS.test(path)) return [];
      return [{ folder: FOLDER.exec(dirname(path))?.[0] ?? '.', lines: Number(lines) }];
    })
    .sort((a, b) => a.lines - b.lines);
}

/** @param {readonly File[]} files */
function sum(files) {
  return files.reduce((total, { lines }) => total + lines, 0);
}

/** @param {string} name @param {(files: readonly File[]) => number} count */
function row(name, count) {
  const change = count(after) - count(before);
  print(name, count(before), count(after), `${change > 0 ? '+' : ''}${change}`);
}

/** @param {string} name @param {...(string | number)} cells */
function print(name, ...cells) {
  process.stdout.write(
    `${name.padEnd(32)}${cells.map((cell) => `${cell}`.padStart(10)).join('')}\n`,
  );
}
