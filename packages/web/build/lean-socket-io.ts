import { join } from 'node:path';
import type { Plugin } from 'vite';

const TRANSPORTS = '\0lean-transports';
const BINARY = '\0lean-binary';

/** What the packets of the embed, which are text, need of the parser's modules for binary data. */
const NO_BINARY = [
  'export const isBinary = () => false;',
  'export const hasBinary = () => false;',
  'export const deconstructPacket = (packet) => ({ packet, buffers: [] });',
  'export const reconstructPacket = (packet) => packet;',
].join('\n');

/**
 * Leaves out of Socket.IO's client what the embed has no use for: it connects by WebSocket only, and no packet holds binary data.
 * Both together are a tenth of what it may weigh.
 */
export function leanSocketIo(): Plugin {
  return {
    name: 'lean-socket-io',
    enforce: 'pre',
    async resolveId(source, importer = '') {
      const isInside = /\/(?:socket|engine)\.io-(?:client|parser)\//.test(importer);
      if (source !== 'socket.io-client' && !isInside) return null;
      if (source === './transports/index.js') return `${TRANSPORTS}${importer}`;
      if (source === './binary.js' || source === './is-binary.js') return BINARY;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      // What is not used is not kept for what it might do when it is loaded.
      return resolved && { ...resolved, moduleSideEffects: false };
    },
    load(id) {
      if (id === BINARY) return { code: NO_BINARY, moduleSideEffects: false };
      if (!id.startsWith(TRANSPORTS)) return null;
      const file = JSON.stringify(join(id.slice(TRANSPORTS.length), '../transports/websocket.js'));
      return `import { WS } from ${file};\nexport const transports = { websocket: WS };`;
    },
  };
}
