import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { coresOf, pinThreads } from './pin.ts';

test('pins every thread of a process, though one has ended since the threads were listed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const [core = 0] = coresOf('self');
  const gone = 2 ** 22 - 1;
  pinThreads([gone, child.pid ?? 0], core);
  expect(coresOf(`${child.pid}`)).toEqual([core]);
  child.kill('SIGKILL');
});
