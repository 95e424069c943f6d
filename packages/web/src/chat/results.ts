import type { ChatError, Result } from './types.ts';

export const DONE: Result = { ok: true, value: undefined };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(error: ChatError): { readonly ok: false; readonly error: ChatError } {
  return { ok: false, error };
}

/** The server could not be asked. */
export const OFFLINE: ChatError = { code: 'offline', text: '' };
