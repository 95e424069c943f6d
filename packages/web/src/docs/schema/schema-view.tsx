import { Badge } from '../../design/badge.tsx';
import { MarkedText } from '../marked-text.tsx';
import {
  branchesOf,
  itemsOf,
  resolved,
  type Schema,
  type SharedSchemas,
  valuesIn,
} from '../model/schema.ts';
import styles from './schema.module.css';
import { limitTexts, typeText, valuesOf } from './schema-text.ts';

/** How deep a schema is shown before one asks. */
const DEPTH_OPEN = 1;

interface SchemaProps {
  readonly schema: Schema;
  readonly shared: SharedSchemas;
  readonly depth?: number;
}

/** A schema for reading: what is in it, of which kind and within which limits. */
export function SchemaView({ schema, shared, depth = 0 }: SchemaProps) {
  const whole = resolved(schema, shared);
  const inside = partsOf(whole, shared);
  if (inside.length === 0)
    return (
      <div class={styles.plain}>
        <Facts schema={whole} />
      </div>
    );
  return (
    <ul class={styles.list}>
      {inside.map(({ name, schema: part, isRequired }) => (
        <Property key={name} {...{ name, isRequired, shared, depth }} schema={part} />
      ))}
    </ul>
  );
}

function Property({
  name,
  isRequired,
  schema,
  shared,
  depth = 0,
}: SchemaProps & { readonly name: string; readonly isRequired: boolean }) {
  const whole = resolved(schema, shared);
  const inner = insideOf(whole, shared);
  return (
    <li class={styles.property}>
      <div class={styles.head}>
        <code class={styles.name}>{name}</code>
        <span class={styles.type}>{typeText(schema)}</span>
        {isRequired && <Badge tone="accent">required</Badge>}
      </div>
      <Facts schema={whole} isTypeKnown />
      {inner !== null && (
        <details class={styles.inner} open={depth < DEPTH_OPEN}>
          <summary>Properties</summary>
          <SchemaView schema={inner} shared={shared} depth={depth + 1} />
        </details>
      )}
    </li>
  );
}

/** Its description, limits and values. */
function Facts({
  schema,
  isTypeKnown = false,
}: {
  readonly schema: Schema;
  readonly isTypeKnown?: boolean;
}) {
  const limits = limitTexts(schema);
  const values = valuesOf(schema);
  return (
    <>
      {!isTypeKnown && <p class={styles.type}>{typeText(schema)}</p>}
      {schema.description !== undefined && (
        <p class={styles.about}>
          <MarkedText text={schema.description} />
        </p>
      )}
      {values.length > 0 && (
        <p class={styles.values}>
          {values.map((value) => (
            <code key={String(value)}>{JSON.stringify(value)}</code>
          ))}
        </p>
      )}
      {limits.length > 0 && <p class={styles.limits}>{limits.join(' · ')}</p>}
    </>
  );
}

interface Part {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** The properties of an object, or the branches of a union of objects. */
function partsOf(schema: Schema, shared: SharedSchemas): readonly Part[] {
  const { properties, required = [] } = schema;
  if (properties !== undefined)
    return Object.entries(properties).map(([name, part]) => ({
      name,
      schema: part,
      isRequired: required.includes(name),
    }));
  const branches = branchesOf(schema);
  const isWorthIt = branches.some((branch) => insideOf(resolved(branch, shared), shared) !== null);
  if (!isWorthIt) return [];
  return branches.map((branch, index) => ({
    name: index === 0 ? 'either' : 'or',
    schema: branch,
    isRequired: false,
  }));
}

/** What of a value can be opened; `null`: it is plain. */
function insideOf(schema: Schema, shared: SharedSchemas): Schema | null {
  if (Object.keys(schema.properties ?? {}).length > 0) return schema;
  const next = itemsOf(schema) ?? valuesIn(schema);
  if (next !== null) return insideOf(resolved(next, shared), shared);
  const branches = branchesOf(schema);
  const opened = branches.filter((branch) => insideOf(resolved(branch, shared), shared) !== null);
  if (opened.length === 0) return null;
  return opened.length === 1 && opened[0] !== undefined
    ? insideOf(resolved(opened[0], shared), shared)
    : schema;
}
