import { signal } from '@preact/signals';
import { parseJson, textProperty } from '../lib/json.ts';
import { tabStorage } from '../lib/storage.ts';

/** Several schemes share one. */
export type CredentialName = 'communityToken' | 'apiKey' | 'userToken' | 'adminKey';
export type Credentials = Readonly<Record<CredentialName, string>>;

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
  const stored = parseJson(tabStorage.get(KEY) ?? '');
  const read = (name: CredentialName) => textProperty(stored, name) ?? '';
  return {
    communityToken: read('communityToken'),
    apiKey: read('apiKey'),
    userToken: read('userToken'),
    adminKey: read('adminKey'),
  };
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

const COMMUNITY_TOKEN = { label: 'Community token', name: 'communityToken' } as const;
const API_KEY = { label: 'API key', name: 'apiKey' } as const;
const BEARER = { header: 'Authorization', before: 'Bearer ' };

/** By the name of a security scheme. */
export const AUTH_METHODS: Readonly<Record<string, AuthMethod>> = {
  communityToken: { ...COMMUNITY_TOKEN, ...BEARER },
  communityQueryToken: { ...COMMUNITY_TOKEN, label: 'Community token in the URL', query: 'token' },
  apiKey: { ...API_KEY, header: 'X-API-Key' },
  apiKeyAsBearer: { ...API_KEY, label: 'API key as bearer', ...BEARER },
  userToken: { label: 'User token', name: 'userToken', ...BEARER },
  adminKey: { label: 'Operator’s key', name: 'adminKey', header: 'X-Admin-Key' },
};

/** Of a security scheme for people; `null`: none is needed. */
export function labelOf(scheme: string | null): string {
  return scheme === null ? 'no credentials' : (AUTH_METHODS[scheme]?.label ?? scheme);
}
