import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { addressGroup } from '../core/address.ts';
import { COSTS } from '../core/address-throttle.ts';
import { clientAddress } from '../hub/client-address.ts';
import type { FrameProtocol, Handshake } from '../hub/protocol.ts';
import { ClientSocketServer } from './client-socket-server.ts';
import { Connections } from './connections.ts';
import { createEngineIoTransport, type EngineIoTransport } from './engine-io.ts';
import { isSupportedEngine, namesSession } from './engine-io-websocket.ts';
import {
  BAD_REQUEST,
  type ErrorResponse,
  rejectSocket,
  sendErrorResponse,
  TOO_MANY_HELD,
  UNAVAILABLE,
  UNSUPPORTED_EIO,
  UPGRADE_REQUIRED,
} from './error-responses.ts';
import { handshakeOf, pathOf, toOriginForm } from './handshake.ts';
import { Heartbeats } from './heartbeats.ts';
import { HeldSockets } from './held-sockets.ts';
import { OpenSet } from './open-set.ts';
import { CLOSE_GRACE_MS, type TransportDeps } from './options.ts';
import { connectionsMax, RawConnections } from './raw-connections.ts';
import type { SharedTransport } from './socket-connection.ts';
import { WebSocketConnection } from './websocket-connection.ts';

// Taken so, not imported: an import of this module loads Node's fetch along with it, a tenth of a start's time.
const { createServer } = process.getBuiltinModule('node:http');

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
}

export type Listening =
  | { readonly kind: 'listening'; readonly port: number; readonly url: string }
  /** The port is in use, may not be opened by this user, or the address is not this machine's. */
  | { readonly kind: 'portInUse' | 'notPermitted' | 'addressUnavailable'; readonly port: number };

/** The events of Node's server by which clients come in. What each owes for is in `charges.test.ts`: one more does not compile without. */
export interface Entrances {
  connection(socket: Socket): void;
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  clientError(error: NodeJS.ErrnoException, socket: Duplex): void;
}

/** Bytes in and out: every port's HTTP server, WebSocket and Socket.IO clients. */
export class Transport {
  readonly #deps: TransportDeps;
  readonly #handle: HttpHandler;
  readonly #servers: Server[] = [];
  readonly #connections = new Connections();
  readonly #held: HeldSockets;
  readonly #raw: RawConnections;
  /** HTTP requests under way. */
  readonly #responses = new OpenSet<ServerResponse>();
  readonly #heartbeats: Heartbeats;
  readonly #shared: SharedTransport;
  readonly #webSockets: ClientSocketServer;
  /** `null` when no protocol speaks Socket.IO. */
  readonly #engineIo: EngineIoTransport | null;
  readonly #frameProtocols: readonly FrameProtocol[];
  #isClosing = false;

  /** `handle` responds to every HTTP request that is not Socket.IO's. */
  constructor(deps: TransportDeps, handle: HttpHandler) {
    const { clock, hub, limits } = deps;
    this.#deps = deps;
    this.#handle = handle;
    this.#held = new HeldSockets(deps.throttle, deps.trustProxy);
    this.#raw = new RawConnections({
      waitingPerGroupMax: limits.idleConnectionsPerAddressMax,
      isBehindProxy: deps.trustProxy,
      totalMax: connectionsMax(),
      throttle: deps.throttle,
      held: this.#held,
      makeRoom: () => {
        for (const server of this.#servers) server.closeIdleConnections();
      },
    });
    this.#heartbeats = new Heartbeats(clock, limits.pingIntervalMs);
    this.#shared = { ...deps, connections: this.#connections, heartbeats: this.#heartbeats };
    this.#webSockets = new ClientSocketServer(limits.frameBytesMax);
    const hasEvents = hub.protocols.some(({ framing }) => framing === 'socket.io');
    this.#engineIo = hasEvents ? createEngineIoTransport(this.#shared, this.#webSockets) : null;
    this.#frameProtocols = hub.protocols.filter((protocol) => protocol.framing === 'websocket');
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Serves one more port. Rejects only for errors that are none of `Listening`'s kinds. */
  listen({ port, host }: ListenOptions): Promise<Listening> {
    // An upgrade to anything but WebSocket (h2c) is handled as the plain request that it also is.
    const shouldUpgradeCallback = ({ headers }: IncomingMessage) =>
      headers.upgrade?.toLowerCase() === 'websocket';
    const { limits } = this.#deps;
    const { keepAliveMs, firstRequestMs } = limits;
    const options = {
      shouldUpgradeCallback,
      noDelay: true,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: firstRequestMs,
      requestTimeout: firstRequestMs,
      connectionsCheckingInterval: Math.min(1_000, firstRequestMs),
    };
    const server = createServer(options);
    for (const [name, enter] of Object.entries(this.#entrances())) server.on(name, enter);
    return new Promise((resolve, reject) => {
      const notListening = (error: NodeJS.ErrnoException) => {
        const kind = LISTEN_ERRORS.get(error.code ?? '');
        if (kind === undefined) reject(error);
        else resolve({ kind, port });
      };
      server.once('error', notListening);
      server.listen({ port, host, backlog: 4096 }, () => {
        this.#servers.push(server);
        server.off('error', notListening);
        // Errors of accepting (no file descriptors left): the next connection may succeed.
        server.on('error', (error) => this.#deps.log.error({ err: error, port }, 'server error'));
        const address = server.address();
        const actual = typeof address === 'object' && address !== null ? address.port : port;
        const name = host.includes(':') ? `[${host}]` : host;
        resolve({ kind: 'listening', port: actual, url: `http://${name}:${actual}` });
      });
    });
  }

  /**
   * Takes no new clients (503), closes every connection (1001; Socket.IO: the transport closes, so that stock clients reconnect
   * by themselves), waits until what was sent has left and HTTP requests under way have their response, at most `withinMs`,
   * then destroys what is left and stops listening. Closes the hub too.
   */
  async close(withinMs: number): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const { clock, hub } = this.#deps;
    this.#deps.throttle.open();
    hub.close();
    // Those without a session: Socket.IO clients that have not connected to the namespace.
    this.#connections.closeAll(1001, 'Server is shutting down');
    const late = new Promise<void>((resolve) => clock.after(withinMs, resolve));
    // The ports stay open meanwhile: a polling client receives the end by its next poll. Every other request gets 503.
    const grace = new Promise<void>((resolve) => clock.after(CLOSE_GRACE_MS, resolve));
    const responded = Promise.race([this.#responses.emptied(), grace]);
    await Promise.race([Promise.all([this.#connections.emptied(), responded]), late]);
    this.#connections.destroyAll();
    this.#engineIo?.close();
    this.#heartbeats.stop();
    const closed = this.#servers.map((server) => {
      const done = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return done;
    });
    await Promise.race([Promise.all(closed), late]);
  }

  #entrances(): Entrances {
    const { throttle, trustProxy } = this.#deps;
    return {
      connection: (socket) => this.#raw.opened(socket),
      request: (request, response) => this.#request(request, response),
      upgrade: (request, socket, head) => this.#upgrade(request, socket, head),
      clientError: ({ code = '' }, socket) => {
        const peer = socket instanceof Socket ? (socket.remoteAddress ?? '') : '';
        if (!trustProxy) throttle.charge(addressGroup(peer), COSTS.refused);
        rejectSocket(socket, CLIENT_ERRORS.get(code) ?? BAD_REQUEST);
      },
    };
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    this.#raw.requested(request);
    const isTaken = this.#admit(request, () => this.#serve(request, response));
    if (!isTaken) sendErrorResponse(request, response, TOO_MANY_HELD);
  }

  /** Runs a request or upgrade when its address may. */
  #admit(request: IncomingMessage, run: () => void): boolean {
    const { socket } = request;
    const group = addressGroup(clientAddress(request, this.#deps.trustProxy));
    return this.#held.enter(group, socket, () => {
      if (!socket.destroyed) run();
    });
  }

  #charge(ip: string, cost: number): void {
    this.#deps.throttle.charge(addressGroup(ip), cost);
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    toOriginForm(request);
    const target = request.url ?? '';
    if (this.#engineIo === null || !isSocketIo(target)) {
      if (this.#isClosing) response.writeHead(503, { connection: 'close' }).end();
      else if (this.#isWebSocketPath(request)) {
        this.#charge(clientAddress(request, this.#deps.trustProxy), COSTS.refused);
        sendErrorResponse(request, response, UPGRADE_REQUIRED);
      } else this.#respond(request, response);
      return;
    }
    const handshake = handshakeOf(request, this.#deps);
    const rejection = handshake === null ? BAD_REQUEST : this.#engineRejection(request, handshake);
    response.once('close', () => {
      const cost = response.statusCode >= 400 ? COSTS.refused : COSTS.unbudgeted;
      if (handshake !== null && (cost === COSTS.refused || request.method === 'POST'))
        this.#charge(handshake.ip, cost);
    });
    if (rejection !== null) sendErrorResponse(request, response, rejection);
    else if (handshake !== null) this.#engineIo.request(request, response, handshake);
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    this.#responses.add(response);
    response.once('close', () => this.#responses.delete(response));
    this.#handle(request, response);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#raw.requested(request);
    if (!this.#admit(request, () => this.#connect(request, socket, head)))
      rejectSocket(socket, TOO_MANY_HELD);
  }

  #connect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    toOriginForm(request);
    const handshake = handshakeOf(request, this.#deps);
    if (handshake === null || !(socket instanceof Socket)) {
      rejectSocket(socket, BAD_REQUEST);
      return;
    }
    const isEngine = this.#engineIo !== null && isSocketIo(request.url ?? '');
    const rejection = isEngine
      ? this.#engineRejection(request, handshake)
      : this.#rejection(false, handshake.ip);
    if (rejection !== null) {
      this.#charge(handshake.ip, COSTS.refused);
      rejectSocket(socket, rejection);
      return;
    }
    if (isEngine) {
      this.#engineIo?.upgrade(request, socket, head, handshake);
      this.#chargeUpgrade(socket, handshake.ip, namesSession(handshake));
      return;
    }
    const protocol = this.#frameProtocols.find((known) => known.accepts(handshake.path));
    if (protocol === undefined) {
      this.#charge(handshake.ip, COSTS.refused);
      rejectSocket(socket, { status: 404 });
      return;
    }
    this.#webSockets.accept(request, socket, head, (webSocket) => {
      const connection = new WebSocketConnection(webSocket, socket, handshake.ip, this.#shared);
      connection.begin((open) => this.#deps.hub.openFrames(protocol, open, handshake));
    });
    this.#chargeUpgrade(socket, handshake.ip, false);
  }

  /** Where a handshake was rejected, its socket has ended. No budget counts a session's change from polling. */
  #chargeUpgrade(socket: Socket, ip: string, isOfSession: boolean): void {
    if (!socket.writable) this.#charge(ip, COSTS.refused);
    else if (isOfSession) this.#charge(ip, COSTS.unbudgeted);
  }

  /** Whether a plain request asks for a path on which a protocol is spoken. */
  #isWebSocketPath(request: IncomingMessage): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const { url = '' } = request;
    const mark = url.indexOf('?');
    const path = pathOf(mark < 0 ? url : url.slice(0, mark));
    return this.#frameProtocols.some((protocol) => protocol.accepts(path));
  }

  #engineRejection({ method }: IncomingMessage, handshake: Handshake): ErrorResponse | null {
    const isKnown = namesSession(handshake);
    // A preflight passes as for any client.
    if (!isKnown && method !== 'OPTIONS' && !isSupportedEngine(handshake)) return UNSUPPORTED_EIO;
    return this.#rejection(isKnown || method === 'OPTIONS', handshake.ip);
  }

  /** The response to a new connection that is rejected; `null`: it is not. */
  #rejection(isKnown: boolean, ip: string): ErrorResponse | null {
    if (isKnown) return null;
    const { budgets, limits } = this.#deps;
    const group = addressGroup(ip);
    const open = this.#connections.perGroup.of(group);
    if (this.#isClosing || open >= limits.connectionsPerAddressMax) return UNAVAILABLE;
    const error = budgets.checkFor('connect', group, open);
    if (error === null) {
      budgets.recordFor('connect', group);
      return null;
    }
    const waitMs = error.details.retryAfterMs ?? 0;
    const headers = { connection: 'close', 'retry-after': `${Math.ceil(waitMs / 1000)}` };
    return { status: error.status, headers };
  }
}

const CLIENT_ERRORS: ReadonlyMap<string, ErrorResponse> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408 }],
  ['HPE_HEADER_OVERFLOW', { status: 431 }],
]);

const LISTEN_ERRORS: ReadonlyMap<string, Exclude<Listening['kind'], 'listening'>> = new Map([
  ['EADDRINUSE', 'portInUse'],
  ['EACCES', 'notPermitted'],
  ['EADDRNOTAVAIL', 'addressUnavailable'],
]);

function isSocketIo(target: string): boolean {
  return /^\/socket\.io\/?(?:$|\?)/.test(target);
}
