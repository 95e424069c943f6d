import { useState } from 'preact/hooks';
import { TextField } from '../../design/field.tsx';
import { TabPanel, Tabs } from '../../design/tabs.tsx';
import type { Schema } from '../model/schema.ts';
import styles from './body-form.module.css';
import { ValueField } from './value-field.tsx';

interface BodyFormProps {
  /** Sets the ids of tabs apart. */
  readonly name: string;
  readonly schema: Schema;
  /** JSON, as it will be sent. */
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** A JSON body, field by field or as it will be sent. Both show the same text. */
export function BodyForm({ name, schema, text, onChange }: BodyFormProps) {
  const [tab, setTab] = useState<'fields' | 'json'>('fields');
  const value = objectIn(text);
  const fields = Object.entries(schema.properties ?? {});
  const { required = [] } = schema;
  const fault = faultOf(text);
  const set = (key: string, next: unknown) => {
    const { [key]: _, ...others } = value ?? {};
    // The order of the schema stays.
    const known = fields.map(([property]) => property);
    const all = next === undefined ? others : { ...others, [key]: next };
    const rank = (property: string) => known.indexOf(property);
    const sorted = Object.entries(all).toSorted(([a], [b]) => rank(a) - rank(b));
    onChange(JSON.stringify(Object.fromEntries(sorted), null, 2));
  };
  return (
    <div class={styles.body}>
      <Tabs
        name={name}
        label="Body"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'fields', label: 'Fields' },
          { id: 'json', label: 'JSON' },
        ]}
      />
      <TabPanel name={name} id={tab}>
        {tab === 'json' && (
          <div class={styles.json}>
            <TextField
              label="Body"
              isLabelHidden
              rows={Math.min(16, text.split('\n').length + 1)}
              value={text}
              error={fault}
              onValue={onChange}
              spellcheck={false}
            />
          </div>
        )}
        {tab === 'fields' && value === null && <p>This is no JSON object: see the other tab.</p>}
        {tab === 'fields' && value !== null && (
          <div class={styles.fields}>
            {fields.map(([key, property]) => (
              <ValueField
                key={key}
                name={key}
                schema={property}
                isRequired={required.includes(key)}
                value={value[key]}
                onChange={(next) => set(key, next)}
              />
            ))}
            {fields.length === 0 && <p>It has no fields that are known.</p>}
          </div>
        )}
      </TabPanel>
    </div>
  );
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

/** Sent as it stands all the same: a server has to cope with it. */
function faultOf(text: string): string | null {
  return isJson(text) ? null : 'Not valid JSON. It is sent as it stands.';
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}
