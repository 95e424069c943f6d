/** Installs what is missing; what `npm start` and `npm test` do first. */
import { ensureInstalled } from './lib/ensure-install.mjs';

ensureInstalled();
