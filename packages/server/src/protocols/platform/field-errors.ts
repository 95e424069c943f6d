/** What a compiled schema says about a value, as fields and words that its sender understands. */
interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params?: object;
}

export interface FieldError {
  /** Dotted path, e.g. `participants.0.role`; empty for the whole. */
  readonly field: string;
  readonly message: string;
}

/** At most one error for each field. */
export function fieldErrors(errors: readonly SchemaError[]): FieldError[] {
  const found = new Map<string, string>();
  const record = (field: string, message: string) => {
    if (!found.has(field)) found.set(field, message);
  };
  for (const error of errors) {
    const field = error.instancePath.slice(1).replaceAll('/', '.');
    if (error.keyword === 'required') {
      for (const name of requiredOf(error))
        record(field === '' ? name : `${field}.${name}`, 'is required');
    } else {
      record(field, messageOf(error));
    }
  }
  return Array.from(found, ([field, message]) => ({ field, message }));
}

function requiredOf({ params }: SchemaError): readonly string[] {
  if (params === undefined || !('requiredProperties' in params)) return [];
  const names = params.requiredProperties;
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function messageOf({ keyword, message, params }: SchemaError): string {
  if (keyword === 'enum' && params !== undefined && 'allowedValues' in params) {
    const values = params.allowedValues;
    if (Array.isArray(values)) return `must be one of ${values.join(', ')}`;
  }
  return message ?? 'is invalid';
}
