import { Badge } from '../../design/badge.tsx';
import { MethodChip } from '../chips.tsx';
import { Columns } from '../columns.tsx';
import { AUTH_METHODS } from '../credentials.ts';
import { MarkedText } from '../marked-text.tsx';
import type { Documents } from '../model/documents.ts';
import type { Call, Parameter } from '../model/openapi.ts';
import styles from '../page.module.css';
import { SchemaView } from '../schema/schema-view.tsx';
import { CallTry } from './call-try.tsx';
import { ResponseSpec } from './response-spec.tsx';

/** One REST call: what it does, takes and returns, and a place to send it. */
export function CallPage({
  call,
  documents,
}: {
  readonly call: Call;
  readonly documents: Documents;
}) {
  const { callSchemas } = documents;
  // A summary’s first sentence says what the call does; what follows is detail.
  const [title = '', ...details] = call.summary.split(/(?<=\.) /);
  const about = [...details, call.description].filter(Boolean).join(' ');
  const inPath = call.parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = call.parameters.filter((parameter) => parameter.in === 'query');
  return (
    <Columns tryIt={<CallTry key={call.id} call={call} documents={documents} />}>
      <header class={styles.header}>
        <p class={styles.eyebrow}>{call.tag}</p>
        <h1 class={styles.title}>{title.replace(/\.$/, '')}</h1>
        <p class={styles.address}>
          <MethodChip method={call.method} />
          <code>{call.path}</code>
        </p>
        {about !== '' && (
          <p>
            <MarkedText text={about} />
          </p>
        )}
        <p class={styles.facts}>
          {call.credentials.map((name) => (
            <Badge key={name ?? ''}>{name === null ? 'no credentials' : labelOf(name)}</Badge>
          ))}
        </p>
      </header>
      <Parameters title="In the path" parameters={inPath} />
      <Parameters title="In the query" parameters={inQuery} />
      {call.body !== null && (
        <section class={styles.section}>
          <h2>Body</h2>
          <p class={styles.quiet}>
            JSON{call.takesForms && ', or a form (application/x-www-form-urlencoded)'}
          </p>
          <SchemaView schema={call.body} shared={callSchemas} />
        </section>
      )}
      <section class={styles.section}>
        <h2>Responses</h2>
        {call.responses.map(({ status, response }) => (
          <ResponseSpec key={status} status={status} response={response} shared={callSchemas} />
        ))}
      </section>
    </Columns>
  );
}

function Parameters({
  title,
  parameters,
}: {
  readonly title: string;
  readonly parameters: readonly Parameter[];
}) {
  if (parameters.length === 0) return null;
  const properties = Object.fromEntries(
    parameters.map(({ name, description, schema }) => [
      name,
      description === undefined ? schema : { ...schema, description },
    ]),
  );
  const required = parameters.filter((one) => one.required).map(({ name }) => name);
  return (
    <section class={styles.section}>
      <h2>{title}</h2>
      <SchemaView schema={{ properties, required }} shared={{}} />
    </section>
  );
}

function labelOf(name: string): string {
  return AUTH_METHODS[name]?.label ?? name;
}
