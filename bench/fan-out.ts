/**
 * Deliveries a second of the fan-out alone: one room, nothing stored, 80 messages in flight, against plain `ws` in the same
 * run. `node bench/fan-out.ts [clients…]`. With `taskset` at hand server and load generator get a core each.
 */
import { execFileSync, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { clientFrame, RawClient } from './raw-client.ts';

const IN_FLIGHT = 80;
const WARM_UP_MS = 1_000;
const MEASURE_MS = 2_000;
const server = fileURLToPath(new URL('./fan-out-server.ts', import.meta.url));

// Asked once: a process that is pinned sees one core.
const hasCores = availableParallelism() > 1 && process.platform === 'linux';
const counts = process.argv.slice(2).map(Number);
pin(process.pid, 1);
for (const clients of counts.length > 0 ? counts : [50, 500]) {
  const koine = await measure('koine', clients);
  const socketIo = await measure('koine', clients, true);
  const ws = await measure('ws', clients);
  console.log(`${clients} clients: koine for Socket.IO ${say(socketIo)}`);
  console.log(
    `${clients} clients: koine ${say(koine)} | plain ws ${say(ws)} | ${(koine.rate / ws.rate).toFixed(1)} times`,
  );
}
process.exit(0);

interface Figures {
  readonly rate: number;
  readonly serverCpu: number;
  readonly loadCpu: number;
}

function say({ rate, serverCpu, loadCpu }: Figures): string {
  return `${(rate / 1e6).toFixed(2)} M/s (CPU server ${serverCpu.toFixed(0)} %, load ${loadCpu.toFixed(0)} %)`;
}

async function measure(kind: string, count: number, isSocketIo = false): Promise<Figures> {
  const child = fork(server, [kind]);
  if (child.pid !== undefined) pin(child.pid, 0);
  const ask = () =>
    new Promise<{ port: number; cpuMs: number }>((resolve) => child.once('message', resolve));
  const { port } = await ask();
  const message = 'x'.repeat(80);
  const text = isSocketIo ? `42${JSON.stringify(['say', message])}` : JSON.stringify({ message });
  const path = isSocketIo ? '/socket.io/?EIO=4&transport=websocket' : '/bench';
  const frame = clientFrame(text);
  let next = 0;
  let isRunning = false;
  const clients: RawClient[] = [];
  const send = (times: number) => {
    if (!isRunning) return;
    for (let i = 0; i < times; i++) clients[next++ % clients.length]?.socket.write(frame);
  };
  // The first client's view is what is in flight: each message it gets lets one more go.
  for (let i = 0; i < count; i++) clients.push(new RawClient(port, path, i === 0 ? send : null));
  await Promise.all(clients.map(({ ready }) => ready));
  if (isSocketIo) await connectNamespace(clients);
  isRunning = true;
  send(IN_FLIGHT);
  await pause(WARM_UP_MS);
  const before = await sample();
  await pause(MEASURE_MS);
  const after = await sample();
  for (const { socket } of clients) socket.destroy();
  child.kill();
  const ms = after.at - before.at;
  return {
    rate: ((after.frames - before.frames) * 1000) / ms,
    serverCpu: ((after.cpuMs - before.cpuMs) * 100) / ms,
    loadCpu: ((after.loadMs - before.loadMs) * 100) / ms,
  };

  async function sample() {
    child.send('cpu');
    const { cpuMs } = await ask();
    const { user, system } = process.cpuUsage();
    const frames = clients.reduce((sum, client) => sum + client.frames, 0);
    return { at: performance.now(), cpuMs, frames, loadMs: (user + system) / 1000 };
  }
}

/** Engine.IO has said "open"; the namespace is connected when its answer has come too. */
async function connectNamespace(clients: readonly RawClient[]): Promise<void> {
  for (const { socket } of clients) socket.write(clientFrame('40'));
  while (clients.some(({ frames }) => frames < 2)) await pause(10);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function pin(pid: number, core: number): void {
  if (!hasCores) return;
  try {
    execFileSync('taskset', ['-acp', `${core}`, `${pid}`], { stdio: 'ignore' });
  } catch {
    // Without taskset the system decides.
  }
}
