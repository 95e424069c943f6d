import { parseDuration } from '../../../core/duration.ts';
import { invalidDuration } from '../moderation.ts';

/** What a caller sent along, query or body, JSON or form: read by name, and nothing is believed of it. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(source: unknown) {
    const isObject = typeof source === 'object' && source !== null && !Array.isArray(source);
    this.#values = new Map(isObject ? Object.entries(source) : []);
  }

  /** As sent; `undefined`: not sent. */
  get(name: string): unknown {
    return this.#values.get(name);
  }

  /** A text; `undefined`: not sent, or something else. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** A whole number from 0 on, also as digits; `undefined`: not sent; `null`: something else. */
  count(name: string): number | null | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === '') return undefined;
    const isDigits = typeof value === 'string' && /^\d{1,15}$/.test(value);
    const number = isDigits ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
      ? number
      : null;
  }

  /** A time span (`1d`, `2h 30m`) in ms; `null`: not sent, or empty. Throws `invalidInput` for what is none. */
  duration(name: string): number | null {
    const text = this.#values.get(name) ?? '';
    if (text === '') return null;
    const durationMs = typeof text === 'string' ? parseDuration(text) : null;
    if (durationMs === null) throw invalidDuration(typeof text === 'string' ? text : '');
    return durationMs;
  }

  /** Sent, and not one of the ways of saying no. */
  isTruthy(name: string): boolean {
    const value = this.#values.get(name);
    if (typeof value === 'string') return !['', '0', 'false', 'no'].includes(value.toLowerCase());
    return Boolean(value);
  }
}
