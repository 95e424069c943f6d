import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './lib/paths.mjs';

/**
 * Rules of the house that no other check sees. Each failure names the file, the line and what to write instead.
 * Looks at the files on disk only, so it says the same in any clone and at any commit.
 */

const FOLDERS = ['packages', 'scripts', 'bench', 'docs', 'examples', 'test'];
const WITHOUT = /(^|\/)(node_modules|dist|dist-[^/]*|coverage|test-output)(\/|$)/;
/** This table, what is made from the program, and what never changes again: history and migrations. */
const MAY_NAME_OLD_WORDS =
  /^(scripts\/tidy\.test\.ts|docs\/reference\/.*|CHANGELOG\.md|packages\/server\/src\/storage\/migrations\/.*|test\/fixtures\/.*)$/;

/** Words that a newcomer would have to learn first, and what to write. A word enters when the last of its kind has gone. */
const BANNED: readonly (readonly [word: RegExp, write: string])[] = [
  [/\bmade[- ]up\b/i, 'generated'],
  [/\bfor good\b/i, 'permanent, permanently'],
  [/\bwhoever\b/i, 'the caller, a client that …, anyone who'],
  [/\bshel(f|ves)\b/i, 'history cache'],
  [/\b(seats?|vacates?)\b/i, 'subscription, unsubscribe'],
  [/\bturnAway\b/, 'reject'],
  [/\bletGo\b/, 'detach'],
  [/\bexpel(s|led)?\b/i, 'remove'],
  [/\boutdates?\b/i, 'invalidates'],
  [
    /\b(FrameFault|refusalOf|believesAnybody|callOfNobody|obeyAll|AdminCaller|countsChanges|takePlace)\b/,
    'FrameError, rejectionOf, isUnauthenticated, anonymousCall, runCommands, Principal, isNumbered, enterRoom',
  ],
  [/\bkeyed clients?\b/i, 'API-key sessions'],
  [/\boutlets?\b/i, 'publisher, broadcast target'],
  [/\broads?\b/i, 'connection, transport'],
  [/\bpassed over\b/i, 'skipped'],
  [/\bwho comes back\b/i, 'a client that reconnects'],
  [
    /\b(Alarm|Desk|Seen|wordsOf|dress)\b/,
    'Timer, AdminFixture, Sample or Reading, errorMessage, applyTheme',
  ],
  [
    /\b(popOut|patienceMs|Restraints|tidied|Spot|Happening)\b/,
    'openWindow, timeoutMs, SendLimits, normalizeText, Location, LogEntry',
  ],
];

const LINES_MAX = 400;

const FILE = /^[^/@*].*\/.*\.(ts|tsx|mjs|css|md|json|html|svg|yaml)$/;
/** In a README, files that stand beside it. */
const BESIDE = /^[a-z][\w-]*\.tsx?$/;

test('no private word has to be learnt first', () => {
  const found: string[] = [];
  for (const file of files('{ts,tsx,mjs,md,css,html}')) {
    if (MAY_NAME_OLD_WORDS.test(file)) continue;
    linesOf(file).forEach((line, at) => {
      for (const [word, write] of BANNED) {
        const hit = word.exec(line);
        if (hit !== null) found.push(`${file}:${at + 1}: "${hit[0]}": write ${write}`);
      }
    });
  }
  expect(found).toEqual([]);
});

test(`no source file is longer than ${LINES_MAX} lines: split it by subject`, () => {
  const long = files('{ts,tsx,mjs,css}')
    .map((file) => ({ file, lines: linesOf(file).length - 1 }))
    .filter(({ lines }) => lines > LINES_MAX);
  expect(long).toEqual([]);
});

test('every path that a document names exists', () => {
  const missing: string[] = [];
  for (const file of files('md')) {
    if (file === 'CHANGELOG.md') continue;
    linesOf(file).forEach((line, at) => {
      for (const path of pathsIn(line, file.startsWith('packages/'))) {
        if (!exists(path, dirname(file))) missing.push(`${file}:${at + 1}: ${path}`);
      }
    });
  }
  expect(missing).toEqual([]);
});

function files(endings: string): string[] {
  const options = { cwd: root, exclude: (path: string) => WITHOUT.test(path) };
  return [
    ...globSync(`*.${endings}`, options),
    ...globSync(`{${FOLDERS.join(',')}}/**/*.${endings}`, options),
  ].sort();
}

function linesOf(file: string): string[] {
  return readFileSync(join(root, file), 'utf8').split('\n');
}

/** Files and folders in backticks (`core/text.ts`, `hub/{a,b}.ts`, `core/`) and targets of links. */
function pathsIn(line: string, isBeside: boolean): string[] {
  const quoted = [...line.matchAll(/`([\w.@*{},/-]+)`/g)]
    .map(([, path = '']) => path)
    .filter(
      (path) =>
        FILE.test(path) || /^[a-z][\w./-]*\/$/.test(path) || (isBeside && BESIDE.test(path)),
    );
  const linked = [...line.matchAll(/\]\((?![a-z]+:|#|\/)([^)#\s]+)[^)]*\)/g)].map(
    ([, path = '']) => path,
  );
  return [...quoted, ...linked];
}

/** Documents name files as the reader finds them: from the root, a package's sources, or the document's own folder. */
function exists(path: string, from: string): boolean {
  const bases = [
    '',
    from,
    'packages',
    'packages/server',
    'packages/server/src',
    'packages/web',
    'packages/web/src',
    'packages/contract/src',
  ];
  return bases.some(
    (base) => globSync(join(root, base, path)).length > 0 || existsSync(join(root, base, path)),
  );
}
