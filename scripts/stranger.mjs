/** `npm run stranger`: what a client without any right can do to a server, and to its users: bench/stranger.ts. */
process.argv.splice(2, 0, 'stranger');
await import('./bench.mjs');
