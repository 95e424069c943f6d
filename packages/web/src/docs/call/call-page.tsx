import { Badge } from '../../design/badge.tsx';
import { MethodChip } from '../chips.tsx';
import { Columns } from '../columns.tsx';
import { AUTH_METHODS } from '../credentials.ts';
import { MarkedText } from '../marked-text.tsx';
import type { Documents } from '../model/documents.ts';
import type { Call, Parameter } from '../model/openapi.ts';
import styles from '../page.module.css';
import schemaStyles from '../schema/schema.module.css';
import { limitTexts, typeText, valuesOf } from '../schema/schema-text.ts';
import { SchemaView } from '../schema/schema-view.tsx';
import { AnswerReference } from './answer-reference.tsx';
import { CallTry } from './call-try.tsx';

/** One REST call: what it does, takes and answers, and a place to make it. */
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
        <h2>Answers</h2>
        {call.answers.map(({ status, answer }) => (
          <AnswerReference key={status} status={status} answer={answer} shared={callSchemas} />
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
  return (
    <section class={styles.section}>
      <h2>{title}</h2>
      <ul class={schemaStyles.list}>
        {parameters.map(({ name, required, description, schema }) => (
          <li key={name} class={schemaStyles.property}>
            <div class={schemaStyles.head}>
              <code class={schemaStyles.name}>{name}</code>
              <span class={schemaStyles.type}>{typeText(schema)}</span>
              {required && <Badge tone="accent">required</Badge>}
            </div>
            {description !== undefined && (
              <p class={schemaStyles.about}>
                <MarkedText text={description} />
              </p>
            )}
            {valuesOf(schema).length > 0 && (
              <p class={schemaStyles.values}>
                {valuesOf(schema).map((value) => (
                  <code key={String(value)}>{String(value)}</code>
                ))}
              </p>
            )}
            {limitTexts(schema).length > 0 && (
              <p class={schemaStyles.limits}>{limitTexts(schema).join(' · ')}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function labelOf(name: string): string {
  return AUTH_METHODS[name]?.label ?? name;
}
