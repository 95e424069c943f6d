/** Said in every protocol before the connection closes for a frame that is larger than may be. */
export function frameTooLargeText(bytesMax: number): string {
  return `Frame too large (max ${bytesMax} bytes)`;
}
