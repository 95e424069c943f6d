/** Installs Chromium where it is not there, for the browser tests of `.ci/run`. Exits 0 either way: the tests say what is missing. */
import { chromiumPath, ensureChromium } from './lib/chromium.mjs';
import { report } from './lib/paths.mjs';

if (ensureChromium()) report(`Chromium is at ${chromiumPath()}`);
else report('no Chromium here, and it cannot be installed: the browser tests will fail');
