import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../lib/copy-text.ts';
import { IconButton } from './button.tsx';
import { CheckIcon, CopyIcon } from './icons.ts';

const SHOWN_MS = 1_500;

/** Copies a text to the clipboard and confirms it. A text that is expensive to compute is given as a function. */
export function CopyButton({
  text,
  label = 'Copy',
}: {
  readonly text: string | (() => string);
  readonly label?: string;
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    copyText(typeof text === 'string' ? text : text()).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  const labels = { idle: label, copied: 'Copied', refused: 'The browser did not allow it' };
  return (
    <IconButton label={labels[state]} size="small" onClick={copy}>
      {state === 'copied' ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
    </IconButton>
  );
}
