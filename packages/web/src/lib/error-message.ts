/** For people: why something that was caught failed. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
