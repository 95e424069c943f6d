/** The answer to a POST of JSON. Rejects with what the server says when it refuses. */
export async function postJson(
  port: number,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A text in an answer. Throws when there is none. */
export function textField(value: unknown, name: string): string {
  const entry = Object.entries(value ?? {}).find(([key]) => key === name);
  if (typeof entry?.[1] !== 'string') throw new Error(`no ${name} in ${JSON.stringify(value)}`);
  return entry[1];
}

/** The operator's key of every server that is measured: for the operator the metrics are as they are now. */
export const ADMIN_KEY = 'benchmark-operator-key-0123456789';

/** A counter from the metrics page, all its labels together; NaN: there is no such counter. */
export async function metricOf(port: number, name: string): Promise<number> {
  const headers = { 'X-Admin-Key': ADMIN_KEY };
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
  const values = page
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map((line) => Number(line.split(' ').at(-1)));
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0);
}
