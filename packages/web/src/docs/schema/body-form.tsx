import { useState } from 'preact/hooks';
import { TextField } from '../../design/field.tsx';
import { TabPanel, Tabs } from '../../design/tabs.tsx';
import { jsonError, parseJson } from '../../lib/json.ts';
import type { Schema } from '../model/schema.ts';
import styles from '../page.module.css';
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
    <div class={styles.stack}>
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
              error={jsonError(text)}
              onValue={onChange}
              spellcheck={false}
            />
          </div>
        )}
        {tab === 'fields' && value === null && <p>This is not a JSON object: see the other tab.</p>}
        {tab === 'fields' && value !== null && (
          <div class={styles.stack}>
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
            {fields.length === 0 && <p>The schema names no fields.</p>}
          </div>
        )}
      </TabPanel>
    </div>
  );
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  const value = parseJson(text);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value)) : null;
}
