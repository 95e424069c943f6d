import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Modules of Socket.IO's client by their import specifier, and their replacements in the embed: it
 * connects by WebSocket only, reconnects by itself, no packet of it holds binary data, and browsers parse addresses themselves.
 */
const REPLACED: Readonly<Record<string, (importer: string) => string>> = {
  './transports/index.js': (importer) => {
    const file = JSON.stringify(join(importer, '../transports/websocket.js'));
    return `import { WS } from ${file};\nexport const transports = { websocket: WS };`;
  },
  './contrib/parseuri.js': () => `
    export const parse = (uri) => {
      const { protocol, hostname, port } = new URL(uri);
      return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port };
    };`,
  './util.js': () => `
    export const pick = (from, ...names) =>
      Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));
    export const installTimerFunctions = (target) => {
      target.setTimeoutFn = setTimeout.bind(globalThis);
      target.clearTimeoutFn = clearTimeout.bind(globalThis);
    };
    export const byteLength = undefined;
    export const randomString = () => Date.now().toString(36);`,
  './globals.node.js': () => `
    export const nextTick = (run) => queueMicrotask(run);
    export const globalThisShim = globalThis;
    export const defaultBinaryType = 'arraybuffer';
    export const createCookieJar = () => {};`,
  './contrib/backo2.js': () => `
    export function Backoff() {}
    for (const name of ['reset', 'setMin', 'setMax', 'setJitter']) Backoff.prototype[name] = () => {};`,
  './encodePacket.js': () => `
    import { PACKET_TYPES } from './commons.js';
    export const encodePacket = ({ type, data = '' }, _, done) => done(PACKET_TYPES[type] + data);
    export const encodePacketToBinary = undefined;`,
  './decodePacket.js': () => `
    import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';
    export const decodePacket = (text) => {
      const type = PACKET_TYPES_REVERSE[text[0]];
      return type ? { type, data: text.slice(1) || undefined } : ERROR_PACKET;
    };`,
  './binary.js': () => `
    export const deconstructPacket = (packet) => ({ packet, buffers: [] });
    export const reconstructPacket = (packet) => packet;`,
  './is-binary.js': () => `
    export const isBinary = () => false;
    export const hasBinary = isBinary;`,
};

const LEAN = '\0lean:';

/** Leaves out the parts of Socket.IO's client that the embed does not use: an eighth of its size limit. */
export function leanSocketIo(): Plugin {
  return {
    name: 'lean-socket-io',
    enforce: 'pre',
    async resolveId(source, importer = '') {
      const [specifier = '', from = ''] = importer.slice(LEAN.length).split('?');
      if (importer.startsWith(LEAN) && specifier !== './transports/index.js')
        return this.resolve(source, from, { skipSelf: true });
      const isInside = /\/(?:socket|engine)\.io-(?:client|parser)\//.test(importer);
      if (source !== 'socket.io-client' && !isInside) return null;
      if (REPLACED[source] !== undefined) return `${LEAN}${source}?${importer}`;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      // Unused modules are dropped even if they have side effects.
      return resolved && { ...resolved, moduleSideEffects: false };
    },
    load(id) {
      if (!id.startsWith(LEAN)) return null;
      const [source = '', importer = ''] = id.slice(LEAN.length).split('?');
      return { code: REPLACED[source]?.(importer) ?? '', moduleSideEffects: false };
    },
  };
}
