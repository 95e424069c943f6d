/** Loaded into a server (`--import`, with `--expose-gc`): answers the test's question what memory is in use. */
process.on('message', (message) => {
  if (message !== 'memory') return;
  // Twice: what the first one finds dead may hold buffers that the second one frees.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, used: heapUsed + external });
});
