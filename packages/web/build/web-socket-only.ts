import { join } from 'node:path';
import type { Plugin } from 'vite';

const TRANSPORTS = '\0web-socket-transports';

/**
 * Leaves the other transports out of Socket.IO's client: the embed connects by WebSocket only, and they are a tenth of what it may
 * weigh.
 */
export function webSocketOnly(): Plugin {
  return {
    name: 'web-socket-only',
    enforce: 'pre',
    async resolveId(source, importer = '') {
      const isInside = /\/(?:socket|engine)\.io-client\//.test(importer);
      if (source !== 'socket.io-client' && !isInside) return null;
      if (source === './transports/index.js') return `${TRANSPORTS}${importer}`;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      // What is not used is not kept for what it might do when it is loaded.
      return resolved && { ...resolved, moduleSideEffects: false };
    },
    load(id) {
      if (!id.startsWith(TRANSPORTS)) return null;
      const file = JSON.stringify(join(id.slice(TRANSPORTS.length), '../transports/websocket.js'));
      return `import { WS } from ${file};\nexport const transports = { websocket: WS };`;
    },
  };
}
