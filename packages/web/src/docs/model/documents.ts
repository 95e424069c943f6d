import { signal } from '@preact/signals';
import { errorMessage } from '../../lib/error-message.ts';
import { fetchFacts, type ServerFacts } from '../../lib/server-facts.ts';
import { type AsyncApiDocument, type Channel, channelsOf } from './asyncapi.ts';
import { type Call, callsOf, type OpenApiDocument } from './openapi.ts';
import { followReferences } from './references.ts';

/** Both documents as the page shows them. */
export interface Documents {
  readonly facts: ServerFacts;
  readonly tags: OpenApiDocument['tags'];
  readonly groups: OpenApiDocument['x-tagGroups'];
  readonly calls: readonly Call[];
  readonly channels: readonly Channel[];
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
    const { tags, 'x-tagGroups': groups } = openApi;
    const documents = {
      facts,
      tags,
      groups,
      calls: callsOf(openApi),
      channels: channelsOf(asyncApi),
    };
    loading.value = { state: 'loaded', documents };
  } catch (error) {
    loading.value = { state: 'failed', why: errorMessage(error) };
  }
}

async function load<T extends OpenApiDocument | AsyncApiDocument>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} returned ${response.status}`);
  const document: T = await response.json();
  followReferences(document);
  return document;
}
