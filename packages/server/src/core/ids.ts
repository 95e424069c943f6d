/**
 * What an id may be. Koine's own ids (rooms, messages, notifications) are UUIDs, the same in any case of letters and kept in small
 * ones. Ids of users are opaque: whatever chose them compares them unit by unit, so they are kept and shown as they came.
 */
import { KoineError } from '@koine/contract';
import { hasControlCharacters } from './text.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The one spelling of a UUID; `null`: the text is none. */
export function parseUuid(text: string): string | null {
  return UUID.test(text) ? text.toLowerCase() : null;
}

/** Of an id that may be a UUID or anything else: a UUID in its one spelling, the rest as it is. */
export function foldUuid(text: string): string {
  return parseUuid(text) ?? text;
}

/** `.` or `..`, also as clients take them that decode a path before they resolve it. */
const STEP = /^(\.|%2e){1,2}$/i;

/**
 * Whether the id would be a step in a path, in whole or between slashes. Clients and proxies resolve such steps before a server
 * sees them, so that a call about this id would arrive as a call about something else.
 */
export function isPathStep(id: string): boolean {
  return id.split(/[/\\]/).some((part) => STEP.test(part));
}

/** 1-128 visible ASCII characters: what fits a URL, a topic and a log line as it is. */
export const USER_ID_PATTERN = '^[!-~]{1,128}$';
const USER_ID = new RegExp(USER_ID_PATTERN);

/** A user's id as an app chooses it, or `invalidInput` that names the field. */
export function parseUserId(text: string, field: string): string {
  if (!USER_ID.test(text)) throw invalidId(field);
  assertId(text, field);
  return text;
}

/**
 * What every id keeps to, of a user, an app or a sanction, whatever its protocol allows: well-formed text on one line, without
 * control characters, no step in a path. Throws `invalidInput` that names the field.
 */
export function assertId(id: string, field: string): void {
  if (hasControlCharacters(id) || !id.isWellFormed()) throw invalidId(field);
  assertNoPathStep(id, field);
}

/** Of an id that only has to be looked up, whatever else it is: throws `invalidInput` for a step in a path. */
export function assertNoPathStep(id: string, field: string): void {
  if (isPathStep(id)) throw invalidId(field);
}

function invalidId(field: string): KoineError {
  return new KoineError('invalidInput', { field }, `Invalid ${field}`);
}
