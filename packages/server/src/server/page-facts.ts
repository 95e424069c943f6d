import Type from 'typebox';
import type { Config } from '../config/index.ts';
import type { ProtocolFacts } from '../http/pages/page-routes.ts';
import type { ProtocolDefinition } from '../protocols/definition.ts';

/** What pages know of protocols, on or not: settings as facts, and limits. */
export function pageFactsOf(
  definitions: readonly ProtocolDefinition[],
  { ofProtocols }: Pick<Config, 'ofProtocols'>,
): ProtocolFacts {
  const facts = definitions.flatMap(({ name, pageFacts, settings }) =>
    Object.entries(pageFacts).map(([fact, key]) => {
      const value = new Map(Object.entries(Object(ofProtocols[name]))).get(key);
      return [fact, { schema: settings.properties[key] ?? Type.Unknown(), value }] as const;
    }),
  );
  const limits = definitions.flatMap(({ limits: table, pageLimits }) =>
    Object.entries(table).filter(([name]) => pageLimits.includes(name)),
  );
  return { facts: Object.fromEntries(facts), limits: Object.fromEntries(limits) };
}
