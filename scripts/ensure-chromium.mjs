/** Installs Chromium when a test needs it and it is not there. Exits 0 either way: `npm test` says what it leaves out. */
import { chromiumPath, ensureChromium, hasBrowserTests } from './lib/chromium.mjs';
import { say } from './lib/paths.mjs';

if (!hasBrowserTests()) say('no test needs a browser');
else if (ensureChromium()) say(`Chromium is at ${chromiumPath()}`);
else say('no Chromium here, and it cannot be installed: the browser tests will be left out');
