import { Badge } from '../../design/badge.tsx';
import { Code } from '../../design/code.tsx';
import { statusTone } from '../../design/http-response-view.tsx';
import type { Media, ResponseObject } from '../model/openapi.ts';
import type { SharedSchemas } from '../model/schema.ts';
import styles from '../page.module.css';
import { SchemaView } from '../schema/schema-view.tsx';

/** What a call may respond with one status. */
export function ResponseSpec({
  status,
  response,
  shared,
}: {
  readonly status: string;
  readonly response: ResponseObject;
  readonly shared: SharedSchemas;
}) {
  const isGood = status.startsWith('2');
  const media = Object.entries(response.content ?? {});
  const headers = Object.entries(response.headers ?? {});
  return (
    <details class={styles.response} open={isGood}>
      <summary>
        <Badge tone={statusTone(Number.parseInt(status, 10))}>{status}</Badge>
        <span class={styles.responseText}>{response.description}</span>
      </summary>
      <div class={styles.responseInner}>
        {media.map(([type, { schema }]) => (
          <div key={type} class={styles.stack}>
            {type !== 'application/json' && <p class={styles.quiet}>{type}</p>}
            {isGood && <SchemaView schema={schema} shared={shared} />}
          </div>
        ))}
        {media.flatMap(([, one]) =>
          examplesOf(one).map(({ name, value }) => (
            <Code key={name} text={textOf(value)} label={`Example: ${name}`} />
          )),
        )}
        {headers.length > 0 && (
          <dl class={styles.pairs}>
            {headers.map(([name, { description }]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{description}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </details>
  );
}

function examplesOf({ example, examples }: Media): readonly { name: string; value: unknown }[] {
  if (examples !== undefined)
    return Object.entries(examples).map(([name, { value }]) => ({ name, value }));
  return example === undefined ? [] : [{ name: 'response', value: example }];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
