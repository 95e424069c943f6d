#!/usr/bin/env node
import { runKoine } from './run-koine.mjs';

await runKoine(process.argv.slice(2));
