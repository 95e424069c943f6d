import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { HttpResponseView } from '../../design/http-response-view.tsx';
import { KeyIcon, PlayIcon } from '../../design/icons.ts';
import { TabPanel, Tabs } from '../../design/tabs.tsx';
import { curl, type HttpRequest, type HttpResponse, send } from '../../lib/http-request.ts';
import { isEnteringCredentials } from '../bar.tsx';
import { AUTH_METHODS, credentials } from '../credentials.ts';
import type { Documents } from '../model/documents.ts';
import type { Call, Parameter } from '../model/openapi.ts';
import styles from '../page.module.css';
import { BodyForm } from '../schema/body-form.tsx';
import { valuesOf } from '../schema/schema-text.ts';
import { type CallForm, initialForm, prepare } from './request.ts';
import { javaScript } from './snippets.ts';

/** A form for one call, form with its example; what comes back; and the same request as code. */
export function CallTry({ call }: { readonly call: Call; readonly documents: Documents }) {
  const [form, setFilled] = useState<CallForm>(() => initialForm(call, credentials.value));
  const [answer, setAnswer] = useState<HttpResponse | null>(null);
  const [isSending, setSending] = useState(false);
  const request = prepare(call, form, credentials.value, location.origin);
  const run = async (event: SubmitEvent) => {
    event.preventDefault();
    setSending(true);
    setAnswer(await send(request));
    setSending(false);
  };
  const setPart = (parameter: Parameter, value: string) => {
    const place = parameter.in;
    setFilled({ ...form, [place]: { ...form[place], [parameter.name]: value } });
  };
  return (
    <div class={styles.stack}>
      <form class={styles.try} onSubmit={run} aria-label="Request">
        <h2 class={styles.tryTitle}>Try it</h2>
        <CredentialChoice call={call} form={form} onChange={setFilled} />
        {call.parameters.map((parameter) => (
          <ParameterField
            key={`${parameter.in} ${parameter.name}`}
            parameter={parameter}
            value={form[parameter.in][parameter.name] ?? ''}
            onChange={(value) => setPart(parameter, value)}
          />
        ))}
        {call.body !== null && form.body !== null && (
          <BodyForm
            name="body"
            schema={call.body}
            text={form.body}
            onChange={(body) => setFilled({ ...form, body })}
          />
        )}
        <div class={styles.actions}>
          <Button kind="primary" type="submit" disabled={isSending}>
            <PlayIcon size={14} />
            {isSending ? 'Sending …' : 'Send'}
          </Button>
        </div>
      </form>
      {answer !== null && (
        <div class={styles.outcome}>
          <HttpResponseView response={answer} />
        </div>
      )}
      <Snippets request={request} />
    </div>
  );
}

function CredentialChoice({
  call,
  form,
  onChange,
}: {
  readonly call: Call;
  readonly form: CallForm;
  readonly onChange: (form: CallForm) => void;
}) {
  const isOpenToAll = call.credentials.every((name) => name === null);
  if (isOpenToAll) return null;
  const way = form.credential === null ? undefined : AUTH_METHODS[form.credential];
  const isMissing = way !== undefined && credentials.value[way.name] === '';
  return (
    <div class={styles.credential}>
      <SelectField
        label="As"
        value={form.credential ?? ''}
        options={call.credentials.map((name) => ({
          value: name ?? '',
          label: name === null ? 'no credentials' : (AUTH_METHODS[name]?.label ?? name),
        }))}
        error={isMissing ? 'Not entered yet.' : null}
        onValue={(value) => onChange({ ...form, credential: value || null })}
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

function Snippets({ request }: { readonly request: HttpRequest }) {
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
