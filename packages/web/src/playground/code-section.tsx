import { useState } from 'preact/hooks';
import { Code } from '../design/code.tsx';
import { TabPanel, Tabs } from '../design/tabs.tsx';
import styles from './code-section.module.css';
import type { Guide } from './guides.ts';
import { LANGUAGES, type Language, type SnippetContext } from './snippets/snippet.ts';

export interface CodeSectionProps {
  readonly guide: Guide;
  readonly context: SnippetContext;
}

/** Values that a page cannot know where the server publishes no demo credentials. */
const PLACEHOLDERS = ['YOUR_API_KEY', 'YOUR_ROOM_ID', 'YOUR_ROOM_UID', 'A_USER_TOKEN'] as const;

/** Programs to copy, for this server. */
export function CodeSection({ guide, context }: CodeSectionProps) {
  const [language, setLanguage] = useState<Language>('JavaScript');
  const { needs, file, code } = guide.snippets(context)[language];
  const name = `code-${guide.name}`;
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
