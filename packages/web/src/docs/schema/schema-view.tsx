import { Badge } from '../../design/badge.tsx';
import { MarkedText } from '../marked-text.tsx';
import { branchesOf, itemsOf, type Schema, valuesIn } from '../model/schema.ts';
import styles from './schema.module.css';
import { kindText, limitTexts, typeText, valuesOf } from './schema-text.ts';

/** How deep a schema is shown before one asks. */
const DEPTH_OPEN = 1;

interface SchemaProps {
  readonly schema: Schema;
  readonly depth?: number;
}

/** A schema for reading: what is in it, of which kind and within which limits. */
export function SchemaView({ schema, depth = 0 }: SchemaProps) {
  const inside = partsOf(schema);
  if (inside.length === 0)
    return (
      <div class={styles.plain}>
        <p class={styles.type}>{kindText(schema)}</p>
        <Facts schema={schema} />
      </div>
    );
  return (
    <ul class={styles.list}>
      {inside.map((part) => (
        <Property key={part.name} {...part} depth={depth} />
      ))}
    </ul>
  );
}

function Property({ name, isRequired, schema, depth }: Part & { readonly depth: number }) {
  const inner = insideOf(schema);
  return (
    <li class={styles.property}>
      <div class={styles.head}>
        <code class={styles.name}>{name}</code>
        <span class={styles.type}>{typeText(schema)}</span>
        {isRequired && <Badge tone="accent">required</Badge>}
      </div>
      <Facts schema={schema} />
      {inner !== null && (
        <details class={styles.inner} open={depth < DEPTH_OPEN}>
          <summary>Properties</summary>
          <SchemaView schema={inner} depth={depth + 1} />
        </details>
      )}
    </li>
  );
}

/** Its description, limits and values. */
function Facts({ schema }: { readonly schema: Schema }) {
  const limits = limitTexts(schema);
  const values = valuesOf(schema);
  return (
    <>
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
function partsOf(schema: Schema): readonly Part[] {
  const { properties, required = [] } = schema;
  if (properties !== undefined)
    return Object.entries(properties).map(([name, part]) => ({
      name,
      schema: part,
      isRequired: required.includes(name),
    }));
  const branches = branchesOf(schema);
  if (branches.every((branch) => insideOf(branch) === null)) return [];
  return branches.map((branch, index) => ({
    name: index === 0 ? 'either' : 'or',
    schema: branch,
    isRequired: false,
  }));
}

/** What of a value can be opened; `null`: it is plain. */
function insideOf(schema: Schema): Schema | null {
  if (Object.keys(schema.properties ?? {}).length > 0) return schema;
  const next = itemsOf(schema) ?? valuesIn(schema);
  if (next !== null) return insideOf(next);
  const opened = branchesOf(schema).flatMap((branch) => insideOf(branch) ?? []);
  return opened.length > 1 ? schema : (opened[0] ?? null);
}
