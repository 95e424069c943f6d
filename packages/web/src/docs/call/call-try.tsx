import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { KeyIcon, PlayIcon } from '../../design/icons.ts';
import { TabPanel, Tabs } from '../../design/tabs.tsx';
import { isEnteringCredentials } from '../bar.tsx';
import { credentials, WAYS } from '../credentials.ts';
import type { Documents } from '../model/documents.ts';
import type { Call, Parameter } from '../model/openapi.ts';
import styles from '../page.module.css';
import { BodyForm } from '../schema/body-form.tsx';
import { valuesOf } from '../schema/schema-words.ts';
import { OutcomeView } from './outcome-view.tsx';
import {
  beginning,
  type Filled,
  type Outcome,
  type PreparedRequest,
  prepare,
  send,
} from './request.ts';
import { curl, javaScript } from './snippets.ts';

/** A form for one call, filled with its example; what comes back; and the same request as code. */
export function CallTry({ call }: { readonly call: Call; readonly documents: Documents }) {
  const [filled, setFilled] = useState<Filled>(() => beginning(call, credentials.value));
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isUnderWay, setUnderWay] = useState(false);
  const request = prepare(call, filled, credentials.value, location.origin);
  const run = async (event: SubmitEvent) => {
    event.preventDefault();
    setUnderWay(true);
    setOutcome(await send(request));
    setUnderWay(false);
  };
  const setPart = (parameter: Parameter, value: string) => {
    const place = parameter.in;
    setFilled({ ...filled, [place]: { ...filled[place], [parameter.name]: value } });
  };
  return (
    <div class={styles.stack}>
      <form class={styles.try} onSubmit={run} aria-label="Request">
        <h2 class={styles.tryTitle}>Try it</h2>
        <CredentialChoice call={call} filled={filled} onChange={setFilled} />
        {call.parameters.map((parameter) => (
          <ParameterField
            key={`${parameter.in} ${parameter.name}`}
            parameter={parameter}
            value={filled[parameter.in][parameter.name] ?? ''}
            onChange={(value) => setPart(parameter, value)}
          />
        ))}
        {call.body !== null && filled.body !== null && (
          <BodyForm
            name="body"
            schema={call.body}
            text={filled.body}
            onChange={(body) => setFilled({ ...filled, body })}
          />
        )}
        <div class={styles.actions}>
          <Button kind="primary" type="submit" disabled={isUnderWay}>
            <PlayIcon size={14} />
            {isUnderWay ? 'Sending …' : 'Send'}
          </Button>
        </div>
      </form>
      {outcome !== null && <OutcomeView outcome={outcome} />}
      <Snippets request={request} />
    </div>
  );
}

function CredentialChoice({
  call,
  filled,
  onChange,
}: {
  readonly call: Call;
  readonly filled: Filled;
  readonly onChange: (filled: Filled) => void;
}) {
  const isOpenToAll = call.credentials.every((name) => name === null);
  if (isOpenToAll) return null;
  const way = filled.credential === null ? undefined : WAYS[filled.credential];
  const isMissing = way !== undefined && credentials.value[way.name] === '';
  return (
    <div class={styles.credential}>
      <SelectField
        label="As"
        value={filled.credential ?? ''}
        options={call.credentials.map((name) => ({
          value: name ?? '',
          label: name === null ? 'nobody' : (WAYS[name]?.label ?? name),
        }))}
        error={isMissing ? 'Nothing is entered yet.' : null}
        onValue={(value) => onChange({ ...filled, credential: value || null })}
      />
      <Button
        size="small"
        onClick={() => {
          isEnteringCredentials.value = true;
        }}
      >
        <KeyIcon size={14} />
        Enter
      </Button>
    </div>
  );
}

function ParameterField({
  parameter: { name, required, schema, in: place },
  value,
  onChange,
}: {
  readonly parameter: Parameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const label = `${name} (${place}${required ? ', required' : ''})`;
  const values = valuesOf(schema);
  if (values.length > 0)
    return (
      <SelectField
        label={label}
        value={value}
        options={[
          { value: '', label: 'left out' },
          ...values.map((one) => ({ value: String(one), label: String(one) })),
        ]}
        onValue={onChange}
      />
    );
  return (
    <Field
      label={label}
      value={value}
      onValue={onChange}
      placeholder={schema.default === undefined ? '' : String(schema.default)}
      // A path without it is the address of another call.
      required={place === 'path'}
      autocomplete="off"
      spellcheck={false}
    />
  );
}

function Snippets({ request }: { readonly request: PreparedRequest }) {
  const [tab, setTab] = useState<'curl' | 'javascript'>('curl');
  return (
    <section class={styles.stack} aria-label="As code">
      <Tabs
        name="snippet"
        label="As code"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'curl', label: 'curl' },
          { id: 'javascript', label: 'JavaScript' },
        ]}
      />
      <TabPanel name="snippet" id={tab}>
        <Code
          text={tab === 'curl' ? curl(request) : javaScript(request)}
          label={tab === 'curl' ? 'The request for curl' : 'The request in JavaScript'}
        />
      </TabPanel>
    </section>
  );
}
