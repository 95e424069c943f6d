/** Loaded before a server on Node (`--expose-gc --import`): collects garbage when the benchmark asks. */
process.on('message', (message) => {
  if (message !== 'gc') return;
  globalThis.gc?.();
  process.send?.('done');
});
// The channel to the benchmark keeps nothing alive.
process.channel?.unref();
