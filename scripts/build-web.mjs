/** `npm run build:web`: installs what is missing, then builds the pages, changed or not. */
import { ensureInstalled } from './lib/ensure-install.mjs';
import { buildWeb } from './lib/web-build.mjs';

ensureInstalled();
process.exit(buildWeb() ? 0 : 1);
