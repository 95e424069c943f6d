import type { UrlParam } from '../console/url-params.ts';
import type { Sample, SampleIds } from '../samples/sample.ts';
import type { SnippetContext } from '../snippets/snippet.ts';
import type { ProtocolName } from './protocol-name.ts';

/** What the page knows of one protocol. */
export interface Guide {
  readonly name: ProtocolName;
  /** e.g. `WebSocket`. */
  readonly transport: string;
  /** One or two sentences for who has never heard of it. */
  readonly about: string;
  /** Who somebody is on it. */
  readonly identity: string;
  readonly isSocketIo: boolean;
  /** Path of its connections with `{name}` for parameters. */
  readonly path: string;
  readonly params: (place: SnippetContext) => readonly UrlParam[];
  /** JSON that a Socket.IO connection begins with; empty: none. */
  readonly auth: string;
  readonly authAbout: string;
  readonly samples: readonly Sample[];
  /** What the samples refer to before a connection has told. */
  readonly ids: (place: SnippetContext) => Partial<SampleIds>;
}
