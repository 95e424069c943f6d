import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import MarkdownIt from 'markdown-it';
import type { Plugin } from 'vite';

const repository = resolve(import.meta.dirname, '../../..');
const NAME = 'virtual:guides';

/** Which files become pages, in the order in which they are listed. */
const FOLDERS = [
  { section: 'Guides', folder: 'docs/guides' },
  { section: 'Reference', folder: 'docs/reference' },
  { section: 'Protocols', folder: 'packages/server/src/protocols' },
  { section: 'Inside', folder: 'docs' },
] as const;

interface Source {
  readonly slug: string;
  readonly section: string;
  readonly path: string;
}

/** `virtual:guides`: the Markdown of the repository as HTML. HTML inside Markdown is text; links lead to pages or nowhere. */
export function guides(): Plugin {
  return {
    name: 'koine-guides',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      const sources = await findSources();
      const slugs = new Map(sources.map(({ path, slug }) => [path, slug]));
      const emit: Emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
      const pages = await Promise.all(sources.map((source) => render(source, slugs, emit)));
      for (const { path } of sources) this.addWatchFile(path);
      return `export default ${JSON.stringify(pages)};`;
    },
  };
}

async function findSources(): Promise<readonly Source[]> {
  const found = await Promise.all(
    FOLDERS.map(async ({ section, folder }) => {
      const directory = join(repository, folder);
      const isProtocols = section === 'Protocols';
      const names = await readdir(directory, { withFileTypes: true });
      return names
        .filter((entry) => (isProtocols ? entry.isDirectory() : entry.name.endsWith('.md')))
        .map(({ name }) => name)
        .sort()
        .map((name) => ({
          section,
          slug: basename(name, '.md').toLowerCase(),
          path: isProtocols ? join(directory, name, 'README.md') : join(directory, name),
        }));
    }),
  );
  return found.flat();
}

/** Makes a file of the build. */
type Emit = (fileName: string, content: Uint8Array) => void;

async function render(
  { slug, section, path }: Source,
  slugs: ReadonlyMap<string, string>,
  emit: Emit,
) {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  const tokens = markdown.parse(await readFile(path, 'utf8'), {});
  const headings: { id: string; text: string; level: number }[] = [];
  const taken = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const text = plain(tokens[index + 1]?.content ?? '');
      const heading = { id: idFor(text, taken), text, level: Number(token.tag.slice(1)) };
      headings.push(heading);
      token.attrSet('id', `${slug}--${heading.id}`);
    }
    if (token.type === 'table_open') token.attrSet('tabindex', '0');
    for (const child of token.children ?? []) {
      if (child.type === 'image') {
        const image = resolve(path, '..', String(child.attrGet('src') ?? ''));
        child.attrSet('src', await imageFor(image, emit));
      }
      if (child.type !== 'link_open') continue;
      const href = hrefFor(String(child.attrGet('href') ?? ''), path, slugs);
      child.attrSet('href', href);
      if (!/^https?:/.test(href)) continue;
      child.attrSet('rel', 'noreferrer');
      // The real host, whatever the link's text looks like.
      child.attrSet('title', new URL(href).host);
    }
  }
  const title = headings.find(({ level }) => level === 1)?.text ?? slug;
  return {
    slug,
    section,
    title,
    html: markdown.renderer.render(tokens, markdown.options, {}),
    headings: headings.filter(({ level }) => level === 2 || level === 3),
    text: plain(tokens.map(({ content }) => content).join(' ')),
  };
}

/** The page of the file; the first page, where the file has none. */
function hrefFor(href: string, from: string, slugs: ReadonlyMap<string, string>): string {
  if (/^(https?|mailto):/.test(href)) return href;
  const [file = '', heading = ''] = href.split('#');
  const target = file === '' ? from : resolve(from, '..', file);
  const slug = slugs.get(target) ?? slugs.get(join(target, 'README.md'));
  if (slug === undefined) return '#/';
  return heading === '' ? `#/guide/${slug}` : `#/guide/${slug}/${heading}`;
}

/** An image of the repository as a file of the build, under a name that changes with its content. */
async function imageFor(path: string, emit: Emit): Promise<string> {
  const content = await readFile(path);
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const extension = extname(path);
  const fileName = `assets/${basename(path, extension)}-${digest}${extension}`;
  emit(fileName, content);
  return `/${fileName}`;
}

/** As GitHub makes them. */
function idFor(text: string, taken: Set<string>): string {
  const base = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
  let id = base;
  for (let i = 1; taken.has(id); i++) id = `${base}-${i}`;
  taken.add(id);
  return id;
}

function plain(text: string): string {
  return text.replace(/[`*]/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
