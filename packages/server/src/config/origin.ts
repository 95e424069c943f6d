/** Where a value came from, and under which name. */
export interface Origin {
  readonly source: 'flag' | 'env' | 'file' | 'default' | 'secrets';
  /** The flag, the variable, the file; empty for a default. */
  readonly name: string;
}

/** An origin in words, as `koine config` shows it. */
export function describeOrigin({ source, name }: Origin): string {
  switch (source) {
    case 'flag':
      return `flag ${name}`;
    case 'env':
      return `environment ${name}`;
    case 'file':
      return `file ${name}`;
    case 'secrets':
      return `generated, ${name}`;
    case 'default':
      return 'default';
  }
}

/** How an error names a setting that came from there. */
export function blame({ source, name }: Origin, setting: string): string {
  if (source === 'flag' || source === 'env') return name;
  return source === 'file' ? `"${setting}" in ${name}` : setting;
}
