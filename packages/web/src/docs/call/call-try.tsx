import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { HttpResponseView } from '../../design/http-response-view.tsx';
import { KeyIcon, PlayIcon } from '../../design/icons.ts';
import { TabPanel, Tabs } from '../../design/tabs.tsx';
import { useTask } from '../../design/use-task.ts';
import { curl, type HttpRequest, type HttpResponse, send } from '../../lib/http-request.ts';
import { isEnteringCredentials } from '../bar.tsx';
import { Chip } from '../chips.tsx';
import { credentials, labelOf } from '../credentials.ts';
import type { Documents } from '../model/documents.ts';
import type { Call, Parameter } from '../model/openapi.ts';
import styles from '../page.module.css';
import { BodyForm } from '../schema/body-form.tsx';
import { valuesOf } from '../schema/schema-text.ts';
import { isPreparable, prepare, type Step } from './prepare.ts';
import { type CallForm, chosenCredential, initialForm, requestOf } from './request.ts';
import { javaScript } from './snippets.ts';

/** A form for one call, filled in with its example; a button that makes what the example needs; the response; the request as code. */
export function CallTry({ call, documents: { calls } }: CallTryProps) {
  const [form, setForm] = useState<CallForm>(() => initialForm(call, credentials.value));
  const [response, setResponse] = useState<HttpResponse | null>(null);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  // What the reader enters goes before what was prepared.
  useEffect(() => setForm((now) => ({ ...now, prepared: {} })), [credentials.value]);
  const preparation = useTask();
  const sending = useTask();
  const origin = location.origin;
  const request = requestOf(call, form, credentials.value, origin);
  const prepareExample = () =>
    preparation.run(async () => {
      setSteps([]);
      setResponse(null);
      const onStep = (step: Step) => setSteps((before) => [...before, step]);
      const deps = { calls, credentials: credentials.value, origin, send, onStep };
      setForm(await prepare(call, deps));
    });
  const run = (event: SubmitEvent) => {
    event.preventDefault();
    void sending.run(async () => setResponse(await send(request)));
  };
  const setPart = (parameter: Parameter, value: string) => {
    const place = parameter.in;
    setForm({ ...form, [place]: { ...form[place], [parameter.name]: value } });
  };
  return (
    <div class={styles.stack}>
      <form class={styles.try} onSubmit={run} aria-label="Request">
        <h2 class={styles.tryTitle}>Try it</h2>
        <CredentialChoice call={call} form={form} onChange={setForm} />
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
            onChange={(body) => setForm({ ...form, body })}
          />
        )}
        <div class={styles.actions}>
          <p class={styles.buttons}>
            {isPreparable(call, calls) && (
              <Button disabled={preparation.isBusy} onClick={prepareExample}>
                {preparation.isBusy ? 'Preparing …' : 'Prepare'}
              </Button>
            )}
            <Button kind="primary" type="submit" disabled={sending.isBusy || preparation.isBusy}>
              <PlayIcon size={14} />
              {sending.isBusy ? 'Sending …' : 'Send'}
            </Button>
          </p>
          {preparation.error !== null && <p role="alert">{preparation.error}</p>}
          {response === null ? <Steps steps={steps} /> : <HttpResponseView response={response} />}
        </div>
      </form>
      <Snippets request={request} />
    </div>
  );
}

export interface CallTryProps {
  readonly call: Call;
  readonly documents: Documents;
}

/** What was sent to prepare the example. */
function Steps({ steps }: { readonly steps: readonly Step[] }) {
  if (steps.length === 0) return null;
  return (
    <ul aria-label="Prepared with">
      {steps.map(({ call, status }) => (
        <li key={call.id} class={styles.address}>
          <Chip kind={call.method} />
          <code>{call.path}</code> {status}
        </li>
      ))}
    </ul>
  );
}

interface CredentialChoiceProps {
  readonly call: Call;
  readonly form: CallForm;
  readonly onChange: (form: CallForm) => void;
}

function CredentialChoice({ call, form, onChange }: CredentialChoiceProps) {
  const isOpenToAll = call.credentials.every((name) => name === null);
  if (isOpenToAll) return null;
  const isMissing = chosenCredential(form, credentials.value)?.value === '';
  return (
    <div class={styles.credential}>
      <SelectField
        label="As"
        value={form.credential ?? ''}
        options={call.credentials.map((name) => ({ value: name ?? '', label: labelOf(name) }))}
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
