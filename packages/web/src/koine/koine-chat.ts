import type { FrameMessage, HostMessage } from '../lib/host-messages.ts';
import { watchTheme } from './host-theme.ts';

const HEIGHT = '480px';
const TITLE = 'Chat';

/** The server that this script came from; empty if the browser does not say (modules). */
const SCRIPT_ORIGIN =
  document.currentScript instanceof HTMLScriptElement && document.currentScript.src !== ''
    ? new URL(document.currentScript.src).origin
    : '';

/**
 * `<koine-chat room="UID">`: a chat in a frame of its server, so that neither page can reach into the other. Attributes: `room`, `guest`,
 * `theme`, `accent`, `radius`, `font`, `height`, `title`, `server`. Events: `koine-ready`, `koine-auth`, `koine-room`,
 * `koine-unread`, `koine-error`, each with its data as `detail`; they bubble.
 */
export class KoineChat extends HTMLElement {
  static readonly observedAttributes = [
    ...['room', 'guest', 'theme', 'accent', 'radius', 'font', 'height', 'title', 'server'],
  ];
  readonly #frame = document.createElement('iframe');
  #isReady = false;
  /** Sent once the chat is ready, by key. */
  #queued: HostMessage = {};
  #token: string | null = null;
  #unread = 0;
  #unwatch = () => {};

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    // The host's policy does not count a sheet made by script as inline style.
    sheet.replaceSync(
      `:host{display:block;min-width:0}:host([hidden]){display:none}iframe{display:block;width:100%;height:${HEIGHT};border:0;border-radius:inherit;color-scheme:normal}`,
    );
    const root = this.attachShadow({ mode: 'closed' });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#frame);
    this.#frame.allow = 'clipboard-write';
  }

  /** Signs in a user of your own back end, with a token that it got from `POST /users/login`; stored nowhere. */
  login(token: string): void {
    this.#token = token;
    this.#post({ login: token });
  }

  logout(): void {
    this.#token = null;
    this.#post({ login: null });
  }

  /** Messages since the reader last saw the newest one. */
  get unread(): number {
    return this.#unread;
  }

  get room(): string {
    return this.getAttribute('room') ?? '';
  }

  set room(uid: string) {
    this.setAttribute('room', uid);
  }

  connectedCallback(): void {
    addEventListener('message', this.#onMessage);
    this.#unwatch = watchTheme(this, (message) => this.#post(message));
    this.#label();
    this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#onMessage);
    this.#unwatch();
    this.#isReady = false;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.isConnected || before === now) return;
    if (name === 'height' || name === 'title') this.#label();
    else if (name === 'guest' || name === 'server') this.#load();
    else if (name === 'room') this.#post({ room: this.room });
    // The other attributes are watched with the theme.
  }

  get #server(): string {
    const server = this.getAttribute('server');
    return server === null ? SCRIPT_ORIGIN : new URL(server, location.href).origin;
  }

  #load(): void {
    const server = this.#server;
    if (server === '') {
      console.error('<koine-chat> needs its script without type="module", or server="https://…"');
      return;
    }
    const url = new URL('/embed.html', server);
    url.searchParams.set('room', this.room);
    const guest = this.getAttribute('guest');
    if (guest !== null && guest !== '0' && guest !== 'false') url.searchParams.set('guest', '1');
    this.#isReady = false;
    this.#queued = this.#token === null ? {} : { login: this.#token };
    this.#frame.src = url.href;
  }

  #label(): void {
    this.#frame.title = this.getAttribute('title') || TITLE;
    const height = this.getAttribute('height') ?? '';
    this.#frame.style.height = /^\d+$/.test(height) ? `${height}px` : height;
  }

  /** To the server's own page only, whatever else the frame may show. */
  #post(message: HostMessage): void {
    if (this.#isReady) this.#frame.contentWindow?.postMessage(message, this.#server);
    else this.#queued = { ...this.#queued, ...message };
  }

  readonly #onMessage = ({ source, origin, data }: MessageEvent<FrameMessage | null>) => {
    if (source !== this.#frame.contentWindow || origin !== this.#server) return;
    if (typeof data?.koine !== 'string') return;
    if (data.koine === 'ready') this.#ready();
    if (data.koine === 'unread') this.#unread = data.count;
    const { koine, ...detail } = data;
    this.dispatchEvent(new CustomEvent(`koine-${koine}`, { detail, bubbles: true }));
  };

  /** The page in the frame may have been reloaded: it is sent everything again. */
  #ready(): void {
    this.#isReady = true;
    const queued = this.#queued;
    this.#queued = {};
    if (this.room !== '') this.#post({ room: this.room });
    if (this.#token !== null) this.#post({ login: this.#token });
    this.#unwatch();
    this.#unwatch = watchTheme(this, (message) => this.#post(message));
    this.#post(queued);
  }
}
