/** Loaded before a server on Node (`--expose-gc --import`): collects garbage when the benchmark asks, and sends what is left. */
process.on('message', (message) => {
  if (message !== 'gc') return;
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
// The channel to the benchmark keeps nothing alive.
process.channel?.unref();
