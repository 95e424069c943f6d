import { signal } from '@preact/signals';
import { tabStorage } from '../lib/storage.ts';

/** Several schemes share one. */
export type CredentialName = 'communityToken' | 'apiKey' | 'userToken' | 'adminKey';
export type Credentials = Readonly<Record<CredentialName, string>>;

const EMPTY: Credentials = { communityToken: '', apiKey: '', userToken: '', adminKey: '' };
const KEY = 'koine-docs-credentials';

/** Entered once, kept for this tab only. */
export const credentials = signal<Credentials>(kept());

export function setCredential(name: CredentialName, value: string): void {
  credentials.value = { ...credentials.value, [name]: value.trim() };
  tabStorage.set(KEY, JSON.stringify(credentials.value));
}

/** The sandbox's key, unless another one was entered. */
export function offerApiKey(apiKey: string): void {
  if (credentials.value.apiKey === '') setCredential('apiKey', apiKey);
}

function kept(): Credentials {
  try {
    const found: unknown = JSON.parse(tabStorage.get(KEY) ?? '{}');
    if (typeof found !== 'object' || found === null) return EMPTY;
    const known = new Map(Object.entries(found));
    const read = (name: CredentialName) => {
      const value: unknown = known.get(name);
      return typeof value === 'string' ? value : '';
    };
    return {
      communityToken: read('communityToken'),
      apiKey: read('apiKey'),
      userToken: read('userToken'),
      adminKey: read('adminKey'),
    };
  } catch {
    return EMPTY;
  }
}

/** How a security scheme is met: which credential, and where it goes. */
export interface AuthMethod {
  readonly label: string;
  readonly name: CredentialName;
  readonly header?: string;
  /** What stands before it in the header. */
  readonly before?: string;
  readonly query?: string;
}

export const AUTH_METHODS: Readonly<Record<string, AuthMethod>> = {
  communityToken: {
    label: 'Community token',
    name: 'communityToken',
    header: 'Authorization',
    before: 'Bearer ',
  },
  communityQueryToken: {
    label: 'Community token in the URL',
    name: 'communityToken',
    query: 'token',
  },
  apiKey: { label: 'API key', name: 'apiKey', header: 'X-API-Key' },
  apiKeyAsBearer: {
    label: 'API key as bearer',
    name: 'apiKey',
    header: 'Authorization',
    before: 'Bearer ',
  },
  userToken: {
    label: 'User token',
    name: 'userToken',
    header: 'Authorization',
    before: 'Bearer ',
  },
  adminKey: { label: 'Operator’s key', name: 'adminKey', header: 'X-Admin-Key' },
};
