import { blame, type Origin } from './origin.ts';
import type { Settings } from './schema.ts';
import type { Setting } from './settings.ts';

/** Settings that are right one by one and wrong together, or not possible yet. */
export function contradictionsOf(
  settings: Settings,
  originOf: (name: string) => Origin,
  given: Given,
): readonly string[] {
  const named = (name: string) => blame(originOf(name), name);
  return [
    ...unavailable(settings, named),
    ...(settings.production
      ? productionOnly(settings, named, given)
      : sandboxOnly(settings, named)),
    ...together(settings, named),
  ];
}

type Named = (name: string) => string;
interface Given {
  readonly values: ReadonlyMap<string, unknown>;
  readonly list: readonly Setting[];
}

/** To be built: they are read, so that a configuration that has them fails in words. */
function unavailable({ databaseUrl, natsUrl, threads }: Settings, named: Named): string[] {
  const asked = [
    databaseUrl === null ? null : (['databaseUrl', '--database-url'] as const),
    natsUrl === null ? null : (['natsUrl', '--nats-url'] as const),
    threads === 1 ? null : (['threads', `--threads ${threads}`] as const),
  ];
  return asked
    .filter((one) => one !== null)
    .map(([name, flag]) => `${named(name)}: ${flag} is not available in this version`);
}

function sandboxOnly({ host }: Settings, named: Named): string[] {
  if (isLoopback(host)) return [];
  const error = `the sandbox has no passwords, so it listens on loopback only, not on ${host}`;
  return [`${named('host')}: ${error}; to serve a network, use --production`];
}

function productionOnly(settings: Settings, named: Named, { values, list }: Given): string[] {
  const errors = list
    .filter(({ isFixedInProduction }) => isFixedInProduction)
    .filter(({ name, productionDefault }) => values.get(name) !== productionDefault)
    .map(({ name, productionDefault }) => {
      const must = `in production it must be ${productionDefault}`;
      return `${named(name)}: ${values.get(name)} is for the sandbox; ${must}`;
    });
  for (const [name, env, bytes] of secrets) {
    const value = settings[name];
    const advice = `make one with: openssl rand -base64 ${bytes}`;
    if (value === null) {
      errors.push(`${name} is missing, and production needs it; set ${env} (${advice})`);
    } else if (value.length < secretCharsMin) {
      errors.push(`${named(name)}: shorter than ${secretCharsMin} characters; ${advice}`);
    }
  }
  return errors;
}

const secretCharsMin = 32;
const secrets = [
  ['secret', 'KOINE_SECRET', 32],
  ['adminKey', 'KOINE_ADMIN_KEY', 32],
] as const;

function together(
  { bots, embedOrigins, ports, protocols, publicUrl }: Settings,
  named: Named,
): string[] {
  const errors: string[] = [];
  if (bots.delayMinMs > bots.delayMaxMs) {
    const values = `${bots.delayMinMs} ms is longer than bots.delayMaxMs (${bots.delayMaxMs} ms)`;
    errors.push(`${named('bots.delayMinMs')}: ${values}`);
  }
  if (ports.length === 0) errors.push(`${named('ports')}: no port to listen on`);
  if (protocols.length === 0) errors.push(`${named('protocols')}: every protocol is off`);
  for (const origin of embedOrigins)
    if (!URL.canParse(origin))
      errors.push(`${named('embedOrigins')}: ${JSON.stringify(origin)} is no origin of a site`);
  if (publicUrl !== null && /[?#]/.test(publicUrl))
    errors.push(`${named('publicUrl')}: has a query or a fragment`);
  // It stands in the address of every picture.
  if (publicUrl !== null && /^[^/]*\/\/[^/]*@/.test(publicUrl))
    errors.push(`${named('publicUrl')}: holds a user name or a password, which is public`);
  return errors;
}

/** Whether only programs on this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
