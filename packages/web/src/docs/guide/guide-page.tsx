import { useEffect, useRef } from 'preact/hooks';
import { hrefOf } from '../route.ts';
import styles from './guide.module.css';
import type { Guide } from './guides.ts';

/** A guide with its headings beside it. `heading`: where to begin. */
export function GuidePage({
  guide,
  heading,
}: {
  readonly guide: Guide;
  readonly heading: string | null;
}) {
  const article = useRef<HTMLElement>(null);
  const { slug, html, headings } = guide;
  useEffect(() => {
    if (heading === null) return;
    article.current?.querySelector(`#${CSS.escape(`${slug}--${heading}`)}`)?.scrollIntoView();
  }, [slug, heading]);
  return (
    <div class={styles.page}>
      <article ref={article} class={styles.prose} dangerouslySetInnerHTML={{ __html: html }} />
      {headings.length > 1 && (
        <nav class={styles.contents} aria-label="On this page">
          <p class={styles.contentsTitle}>On this page</p>
          <ul>
            {headings.map(({ id, text, level }) => (
              <li key={id} data-level={level}>
                <a href={hrefOf({ kind: 'guide', slug, heading: id })}>{text}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}
