import { signal } from '@preact/signals';
import { type AsyncApiDocument, type Channel, channelsOf } from './asyncapi.ts';
import { type Call, callsOf, type OpenApiDocument, type SecurityScheme } from './openapi.ts';
import type { SharedSchemas } from './schema.ts';

/** What `/assets/server.json` tells of the server that the page came from. */
interface ServerFacts {
  readonly version: string;
  readonly sandbox: { readonly apiKey: string; readonly roomId: string } | null;
}

/** Both documents as the page shows them. */
export interface Documents {
  readonly version: string;
  readonly groups: OpenApiDocument['x-tagGroups'];
  readonly tags: ReadonlyMap<string, string>;
  readonly calls: readonly Call[];
  readonly schemes: Readonly<Record<string, SecurityScheme>>;
  readonly callSchemas: SharedSchemas;
  readonly channels: readonly Channel[];
  readonly frameSchemas: SharedSchemas;
  readonly sandbox: ServerFacts['sandbox'];
}

export type Loading =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'loaded'; readonly documents: Documents };

export const loading = signal<Loading>({ state: 'loading' });

/** Asks the server that the page came from. Never rejects: `loading` says how it went. */
export async function loadDocuments(): Promise<void> {
  loading.value = { state: 'loading' };
  try {
    const [openApi, asyncApi, facts] = await Promise.all([
      load<OpenApiDocument>('/docs/openapi.json'),
      load<AsyncApiDocument>('/docs/asyncapi.json'),
      load<ServerFacts>('/assets/server.json'),
    ]);
    const documents = {
      version: facts.version,
      groups: openApi['x-tagGroups'],
      tags: new Map(openApi.tags.map(({ name, description }) => [name, description])),
      calls: callsOf(openApi),
      schemes: openApi.components.securitySchemes,
      callSchemas: openApi.components.schemas,
      channels: channelsOf(asyncApi),
      frameSchemas: asyncApi.components.schemas,
      sandbox: facts.sandbox,
    };
    loading.value = { state: 'loaded', documents };
  } catch (error) {
    loading.value = { state: 'failed', why: error instanceof Error ? error.message : 'unknown' };
  }
}

async function load<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}
