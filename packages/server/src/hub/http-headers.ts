/** Lower-case names; repeated headers as lists, as Node's HTTP server gives them. */
export interface IncomingHttpHeaders {
  readonly [name: string]: string | readonly string[] | undefined;
}
