/** What the core takes from the outside besides storage: time, chance, identifiers, secrets and the bus. */
import type { CoreEvent } from '@koine/contract';

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall clock, ms since the Unix epoch; may step back. For stamps that people see. */
  now(): number;
  /** Never steps back; ms from an arbitrary origin. For durations and limits. */
  monotonic(): number;
  /** Runs once after `delayMs`; does not keep the process alive. */
  after(delayMs: number, run: () => void): Timer;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

export interface Ids {
  /** UUIDv7 (RFC 9562), rising within the process even when the wall clock steps back. */
  uuid(): string;
  /** 12 URL-safe characters from 72 random bits. */
  uid(): string;
}

/** Password hashing (argon2id) and bearer tokens. */
export interface Secrets {
  hashPassword(password: string): Promise<string>;
  verifyPassword(hash: string, password: string): Promise<boolean>;
  /** 256 random bits, base64url. */
  token(): string;
  /** SHA-256, hex: how tokens and API keys are stored. */
  hashToken(token: string): string;
  /** Hex HMAC-SHA256 under the server's secret. */
  hmac(text: string): string;
}

/**
 * Carries events to every node. `publish` keeps the order of one publisher and hands the event to this node's own
 * subscribers before it returns; other nodes get it later, perhaps never: the database is the truth.
 */
export interface Bus extends AsyncDisposable {
  publish(event: CoreEvent): void;
  subscribe(receive: (event: CoreEvent) => void): () => void;
}

/** Structured log entries; secrets never go in. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
