/**
 * Origins as browsers spell them: host names in ASCII and small letters, no default port. The same spelling goes into the policy of the
 * embed and to its page, which compares it with `event.origin`.
 */
export function canonicalOrigins(origins: readonly string[]): readonly string[] {
  return [...new Set(origins.map((origin) => new URL(origin).origin))];
}
