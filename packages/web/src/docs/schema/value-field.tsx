import { Field, SelectField, TextField } from '../../design/field.tsx';
import { parseJson } from '../../lib/json.ts';
import { type Schema, typesOf } from '../model/schema.ts';
import { typeText, valuesOf } from './schema-text.ts';

export interface ValueFieldProps {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  /** `undefined`: left out. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A field for one value of a JSON body, by its schema: a choice, a line, or JSON for what holds more. */
export function ValueField({ name, schema, isRequired, value, onChange }: ValueFieldProps) {
  const label = isRequired ? `${name} (required)` : name;
  const hint = typeText(schema);
  const choices = choicesOf(schema);
  if (choices !== null)
    return (
      <SelectField
        label={label}
        hint={hint}
        value={value === undefined ? '' : JSON.stringify(value)}
        options={[
          { value: '', label: 'left out' },
          ...choices.map((choice) => ({ value: JSON.stringify(choice), label: String(choice) })),
        ]}
        onValue={(value) => onChange(parsed(value))}
      />
    );
  const isText = typesOf(schema).includes('string') && (typeof value === 'string' || value == null);
  if (isText)
    return (
      <Field
        label={label}
        hint={hint}
        value={typeof value === 'string' ? value : ''}
        onInput={(event) => {
          const text = event.currentTarget.value;
          onChange(text === '' && !isRequired ? undefined : text);
        }}
        autocomplete="off"
      />
    );
  const Line = typeof value === 'object' && value !== null ? TextField : Field;
  return (
    <Line
      label={label}
      hint={`${hint}, as JSON`}
      value={value === undefined ? '' : JSON.stringify(value)}
      onChange={(event) => onChange(parsed(event.currentTarget.value))}
      autocomplete="off"
      spellcheck={false}
    />
  );
}

function choicesOf(schema: Schema): readonly unknown[] | null {
  if (typesOf(schema).includes('boolean')) return [true, false];
  const values = valuesOf(schema);
  return values.length > 1 ? values : null;
}

/** What is not valid JSON is a text. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  const value = parseJson(text);
  return value === undefined ? text : value;
}
