import { Badge } from '../../design/badge.tsx';
import { Code } from '../../design/code.tsx';
import { statusTone } from '../../design/http-response-view.tsx';
import type { Media, ResponseObject } from '../model/openapi.ts';
import styles from '../page.module.css';
import { SchemaView } from '../schema/schema-view.tsx';
import { Pairs } from '../sections.tsx';

interface ResponseSpecProps {
  readonly status: string;
  readonly response: ResponseObject;
}

/** What a call may respond with one status. */
export function ResponseSpec({ status, response }: ResponseSpecProps) {
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
            {isGood && <SchemaView schema={schema} />}
          </div>
        ))}
        {media.flatMap(([, one]) =>
          examplesOf(one).map(({ name, value }) => (
            <Code key={name} text={textOf(value)} label={`Example: ${name}`} />
          )),
        )}
        {headers.length > 0 && (
          <Pairs
            pairs={headers.map(([name, { description }]) => [
              <code key={name}>{name}</code>,
              description,
            ])}
          />
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
