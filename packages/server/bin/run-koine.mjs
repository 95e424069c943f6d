/** Starts src/cli/main.ts, or its bundle, on a Node that can run it. Plain JavaScript: any Node from 20 on runs this file. */
import { spawn } from 'node:child_process';
import module from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheDirectory, findPackedMain } from './packed.mjs';
import { findNode, isThisNodeEnough } from './pinned-node.mjs';

const main = findPackedMain() ?? fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
/** Stripped and compiled code of the last run. Worker threads read it from the environment. */
const compileCache = cacheDirectory;
/**
 * V8 lets the young part of the heap grow to 64 MiB and more while clients come, and keeps it; half as much was measured no
 * slower. It can be set only when a process starts: `npm start` does (package.json), others may by NODE_OPTIONS.
 */
const youngGeneration = '--max-semi-space-size=16';

/** @param {string[]} args A verb and its flags. */
export async function runKoine(args) {
  if (isThisNodeEnough()) {
    // One process: the signals and the exit code are the server's own.
    process.env['NODE_COMPILE_CACHE'] ??= compileCache;
    module.enableCompileCache(process.env['NODE_COMPILE_CACHE']);
    const program = await import(pathToFileURL(main).href);
    await program.main(args);
    return;
  }
  runInChild(nodeOrExit(), args);
}

function nodeOrExit() {
  try {
    return findNode();
  } catch (error) {
    process.stderr.write(`koine: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** @param {string} node @param {string[]} args */
function runInChild(node, args) {
  // The ipc channel carries no messages. It closes when this process dies in whatever way, and the server
  // then stops too: no orphan is left that holds the ports.
  const env = { NODE_COMPILE_CACHE: compileCache, ...process.env };
  const child = spawn(node, [youngGeneration, main, ...args], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    process.stderr.write(`koine: cannot run ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
