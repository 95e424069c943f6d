import { useState } from 'preact/hooks';
import styles from './json-tree.module.css';

/** So many entries of one object or list are shown at a time, and so many characters of one text. */
const ENTRIES_STEP = 100;
const CHARACTERS_MAX = 500;
const PREVIEW_CHARACTERS = 80;

export interface JsonTreeProps {
  readonly value: unknown;
  /** Levels that are open at first. */
  readonly openLevels: number;
}

/** A JSON value whose objects and lists fold. What is folded is not in the page at all. */
export function JsonTree({ value, openLevels }: JsonTreeProps) {
  return (
    <div class={styles.tree}>
      <Node value={value} openLevels={openLevels} />
    </div>
  );
}

interface NodeProps extends JsonTreeProps {
  /** In front of the value; none at the root and in lists. */
  readonly name?: string | undefined;
}

function Node({ value, openLevels, name }: NodeProps) {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    return <Branch value={value} openLevels={openLevels} name={name} />;
  return (
    <div class={styles.leaf}>
      <Name name={name} />
      <Scalar value={value} />
    </div>
  );
}

function Branch({ value, openLevels, name }: NodeProps & { readonly value: object }) {
  const [isOpen, setOpen] = useState(openLevels > 0);
  const [shownMax, setShownMax] = useState(ENTRIES_STEP);
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const count = entries.length;
  const rest = count - shownMax;
  return (
    <details
      class={styles.branch}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <Name name={name} />
        <span class="quiet">{isList ? `[${count}]` : `{${count}}`}</span>
        {!isOpen && <span class={styles.preview}>{preview(value)}</span>}
      </summary>
      {isOpen &&
        entries
          .slice(0, shownMax)
          .map(([key, item]) => (
            <Node key={key} name={key} value={item} openLevels={openLevels - 1} />
          ))}
      {isOpen && rest > 0 && (
        <button
          type="button"
          class={styles.more}
          onClick={() => setShownMax(shownMax + ENTRIES_STEP)}
        >
          {rest} more
        </button>
      )}
    </details>
  );
}

function Name({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : <span class={styles.name}>{name}: </span>;
}

function Scalar({ value }: { readonly value: unknown }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== 'string') return <span class={styles.literal}>{JSON.stringify(value)}</span>;
  const isCut = !isWhole && value.length > CHARACTERS_MAX;
  return (
    <span class={styles.text} dir="auto">
      {JSON.stringify(isCut ? value.slice(0, CHARACTERS_MAX) : value)}
      {isCut && (
        <button type="button" class={styles.more} onClick={() => setWhole(true)}>
          {value.length - CHARACTERS_MAX} more characters
        </button>
      )}
    </span>
  );
}

/** What is in it, on the line that is left. */
function preview(value: object): string {
  const text = beginningOf(value, PREVIEW_CHARACTERS);
  return text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text;
}

/** A value as JSON, as far as it has to be looked at for so many characters: one may be large, or deep. */
function beginningOf(value: unknown, characters: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, Math.max(0, characters) + 1));
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  let text = '';
  for (const [key, item] of Object.entries(value)) {
    if (text.length > characters) return `${isList ? '[' : '{'}${text}`;
    if (text !== '') text += ',';
    if (!isList) text += `${JSON.stringify(key)}:`;
    text += beginningOf(item, characters - text.length - 1);
  }
  return isList ? `[${text}]` : `{${text}}`;
}
