import { signal } from '@preact/signals';
import { errorMessage } from '../../lib/error-message.ts';
import { fetchFacts, type ServerFacts } from '../../lib/server-facts.ts';
import { type AsyncApiDocument, type Channel, channelsOf } from './asyncapi.ts';
import { type Call, callsOf, type OpenApiDocument } from './openapi.ts';
import type { SharedSchemas } from './schema.ts';

/** Both documents as the page shows them. */
export interface Documents {
  readonly version: string;
  readonly groups: OpenApiDocument['x-tagGroups'];
  readonly tags: ReadonlyMap<string, string>;
  readonly calls: readonly Call[];
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
      fetchFacts(''),
    ]);
    const documents = {
      version: facts.version,
      groups: openApi['x-tagGroups'],
      tags: new Map(openApi.tags.map(({ name, description }) => [name, description])),
      calls: callsOf(openApi),
      callSchemas: openApi.components.schemas,
      channels: channelsOf(asyncApi),
      frameSchemas: asyncApi.components.schemas,
      sandbox: facts.sandbox,
    };
    loading.value = { state: 'loaded', documents };
  } catch (error) {
    loading.value = { state: 'failed', why: errorMessage(error) };
  }
}

async function load<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} returned ${response.status}`);
  return response.json();
}
