import { Badge } from '../../design/badge.tsx';
import { Chip } from '../chips.tsx';
import { Columns } from '../columns.tsx';
import { labelOf } from '../credentials.ts';
import { MarkedText } from '../marked-text.tsx';
import type { Parameter } from '../model/openapi.ts';
import styles from '../page.module.css';
import { SchemaView } from '../schema/schema-view.tsx';
import { Section } from '../sections.tsx';
import { CallTry, type CallTryProps } from './call-try.tsx';
import { ResponseSpec } from './response-spec.tsx';

/** One REST call: what it does, takes and returns, and a place to send it. */
export function CallPage({ call, documents }: CallTryProps) {
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
          <Chip kind={call.method} />
          <code>{call.path}</code>
        </p>
        {about !== '' && (
          <p>
            <MarkedText text={about} />
          </p>
        )}
        <p class={styles.facts}>
          {call.credentials.map((name) => (
            <Badge key={name ?? ''}>{labelOf(name)}</Badge>
          ))}
        </p>
      </header>
      <Parameters title="In the path" parameters={inPath} />
      <Parameters title="In the query" parameters={inQuery} />
      {call.body !== null && (
        <Section title="Body">
          <p class={styles.quiet}>
            JSON{call.takesForms && ', or a form (application/x-www-form-urlencoded)'}
          </p>
          <SchemaView schema={call.body} />
        </Section>
      )}
      <Section title="Responses">
        {Object.entries(call.responses).map(([status, response]) => (
          <ResponseSpec key={status} status={status} response={response} />
        ))}
      </Section>
    </Columns>
  );
}

interface ParametersProps {
  readonly title: string;
  readonly parameters: readonly Parameter[];
}

function Parameters({ title, parameters }: ParametersProps) {
  if (parameters.length === 0) return null;
  const properties = Object.fromEntries(
    parameters.map(({ name, description, schema }) => [
      name,
      description === undefined ? schema : { ...schema, description },
    ]),
  );
  const required = parameters.filter((one) => one.required).map(({ name }) => name);
  return (
    <Section title={title}>
      <SchemaView schema={{ properties, required }} />
    </Section>
  );
}
