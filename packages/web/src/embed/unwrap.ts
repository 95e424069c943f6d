import type { Result } from '../chat/types.ts';
import { errorText } from './strings.tsx';

/** What a call of the chat brought; rejects with the error for people when it failed. */
export async function unwrap<T>(call: Promise<Result<T>>): Promise<T> {
  const result = await call;
  if (result.ok) return result.value;
  throw new Error(errorText(result.error));
}
