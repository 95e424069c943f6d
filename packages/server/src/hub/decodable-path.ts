/** Whether every percent sign in the path of a URL begins a byte of well-formed UTF-8. */
export function isDecodablePath(path: string): boolean {
  try {
    return decodeURIComponent(path) !== undefined;
  } catch {
    return false;
  }
}
