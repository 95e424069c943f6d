import { useState } from 'preact/hooks';
import { Code } from '../design/code.tsx';
import { TabPanel, Tabs } from '../design/tabs.tsx';
import styles from './code-section.module.css';
import type { ProtocolName } from './protocols/protocol-name.ts';
import { SNIPPETS } from './snippets/index.ts';
import { LANGUAGES, type Language, type SnippetContext } from './snippets/snippet.ts';

export interface CodeSectionProps {
  readonly protocol: ProtocolName;
  readonly place: SnippetContext;
}

/** What a page cannot know, where a server gives no demo credentials away. */
const PLACEHOLDERS = ['YOUR_API_KEY', 'YOUR_ROOM_ID', 'YOUR_ROOM_UID', 'A_USER_TOKEN'] as const;

/** Programs to copy, for this very server. */
export function CodeSection({ protocol, place }: CodeSectionProps) {
  const [language, setLanguage] = useState<Language>('JavaScript');
  const { needs, file, code } = SNIPPETS[protocol](place)[language];
  const name = `code-${protocol}`;
  const missing = PLACEHOLDERS.filter((word) => code.includes(word));
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
        {missing.length > 0 && (
          <p class={styles.needs}>Put your own values in place of {missing.join(' and ')}.</p>
        )}
        <Code text={code} label={`${language}: ${file}`} />
      </TabPanel>
    </div>
  );
}
