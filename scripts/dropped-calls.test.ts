import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from './lib/paths.mjs';

/**
 * What has no effect but its result and its throw. A bundler, an optimiser or the next reader may drop such a call where nobody
 * uses the result: a check has to use it (`URL.canParse`, `return decode(x) !== undefined`).
 */
const WITHOUT_EFFECT = new Set([
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'BigInt',
  'Number',
  'String',
  'Symbol',
  'structuredClone',
  'parseInt',
  'parseFloat',
  'atob',
  'btoa',
  'URL',
  'URLSearchParams',
  'RegExp',
  'Date',
  'TextDecoder',
  'Headers',
]);
const NAMESPACES = new Set(['JSON', 'Object', 'Math', 'Intl', 'Number', 'String', 'URL', 'Array']);
/** Of those, the ones called for what they do to their argument. */
const WITH_EFFECT = new Set([
  'Object.assign',
  'Object.freeze',
  'Object.defineProperty',
  'Object.defineProperties',
  'Object.setPrototypeOf',
]);

const sources = ['packages/*/src/**/*.{ts,tsx}', 'packages/server/bin/*.mjs', 'scripts/**/*.mjs'];

test('finds a call whose result is dropped', () => {
  const found = droppedCalls(
    'x.ts',
    'decodeURIComponent(path);\nnew URL(x);\nJSON.parse(y);\nsend(z);',
  );
  expect(found).toEqual(['x.ts:1', 'x.ts:2', 'x.ts:3']);
});

test('uses the result of every call that is made for its throw', () => {
  const files = globSync(sources, { cwd: root });
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) => droppedCalls(file, readFileSync(join(root, file), 'utf8')));
  expect(found).toEqual([]);
});

function droppedCalls(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, false, kindOf(file));
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && isDropped(node.expression, source))
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isDropped(expression: ts.Expression, source: ts.SourceFile): boolean {
  if (ts.isVoidExpression(expression)) return isDropped(expression.expression, source);
  if (!ts.isCallExpression(expression) && !ts.isNewExpression(expression)) return false;
  const callee = expression.expression.getText(source);
  const [namespace = '', member] = callee.split('.');
  if (member === undefined) return WITHOUT_EFFECT.has(callee);
  return NAMESPACES.has(namespace) && !WITH_EFFECT.has(callee);
}

function kindOf(file: string): ts.ScriptKind {
  if (file.endsWith('.tsx')) return ts.ScriptKind.TSX;
  return file.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
}
