import type { TestServer } from '../../src/testing/test-server.ts';

/** How a caller shows who they are; `null`: not at all. */
export type Shown = { readonly key: string } | { readonly token: string } | null;

export interface AdminAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes they assert.
  readonly body: any;
}

/** Calls `/api/admin` as the operator, or with other credentials. */
export function adminClient(server: TestServer) {
  const operator: Shown = { key: server.config.adminKey };
  const ask = async (
    method: string,
    path: string,
    shown: Shown,
    body?: string,
  ): Promise<AdminAnswer> => {
    const answer = await fetch(`${server.url}/api/admin/${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(shown !== null && 'key' in shown && { 'x-admin-key': shown.key }),
        ...(shown !== null && 'token' in shown && { authorization: `Bearer ${shown.token}` }),
      },
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  return {
    ask,
    call: (command: string, input: unknown = {}, shown: Shown = operator) =>
      ask('POST', command, shown, JSON.stringify(input)),
    /** The answer's body; throws when the command is refused. */
    async run(command: string, input: unknown = {}) {
      const { status, body } = await ask('POST', command, operator, JSON.stringify(input));
      if (status !== 200) throw new Error(`${command}: ${status} ${JSON.stringify(body)}`);
      return body;
    },
  };
}
