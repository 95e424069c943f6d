import { useState } from 'preact/hooks';
import { Code } from '../design/code.tsx';
import { TabPanel, Tabs } from '../design/tabs.tsx';
import styles from './code-section.module.css';
import type { ProtocolName } from './protocols/protocol-name.ts';
import { SNIPPETS } from './snippets/index.ts';
import { LANGUAGES, type Language, type Place } from './snippets/snippet.ts';

export interface CodeSectionProps {
  readonly protocol: ProtocolName;
  readonly place: Place;
}

/** Programs to copy, for this very server. */
export function CodeSection({ protocol, place }: CodeSectionProps) {
  const [language, setLanguage] = useState<Language>('JavaScript');
  const { needs, file, code } = SNIPPETS[protocol](place)[language];
  const name = `code-${protocol}`;
  return (
    <div class={styles.code}>
      <Tabs
        label="Language"
        name={name}
        selected={language}
        onSelect={setLanguage}
        tabs={LANGUAGES.map((id) => ({ id, label: id }))}
      />
      <TabPanel name={name} id={language}>
        <p class={styles.needs}>
          <b>{file}</b> {needs}
        </p>
        <Code text={code} label={`${language}: ${file}`} />
      </TabPanel>
    </div>
  );
}
