/**
 * Which layer of the server may import what. This table is the rule; dependency-cruiser enforces it, and
 * scripts/boundaries.test.ts proves that it reports a violation of each kind.
 *
 * How to read it: every layer may import itself and the contract. `layers` are the others, as beginnings of paths
 * under packages/server/src, but for those in `except`; `packages` are npm packages, `node` says whether node:* modules are allowed.
 *
 * @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule
 * @typedef {{ layers: string[], except?: string[], packages: string[], node: boolean }} Permission
 */

const src = 'packages/server/src';

/** What adapters of the core's ports see of it. */
const ports = 'core/ports/';

/** What a protocol may see of the hub beside its ports: no workings. */
const forProtocols = [
  ...[
    'base-handler',
    'room-handler',
    'http-headers',
    'presence-pace',
    'remember-last',
    'sessions-by-key',
  ],
  ...['history/resume', 'history/since'],
];
const forTransport = ['client-address', 'decodable-path', 'event-sessions'];

/** @param {...string} names */
function hub(...names) {
  return names.map((name) => `hub/${name}.ts`);
}

/** @type {Record<string, Permission>} */
export const MAY_IMPORT = {
  core: { layers: [], packages: ['ipaddr.js', 'unhomoglyph'], node: false },
  hub: { layers: ['core/'], packages: ['typebox'], node: true },
  // What goes over the wire, as documents: made of what routes and protocols say of themselves.
  reference: { layers: [], packages: ['typebox', 'fastify'], node: false },
  // A protocol's REST calls live beside its frames: they share one codec and change together.
  protocols: {
    layers: [
      'core/',
      ...hub('protocol', 'session', ...forProtocols),
      'reference/',
      // What their settings are built with.
      'config/facts.ts',
      'transport/event-text.ts',
    ],
    // What a protocol may touch of it is ProtocolCore.
    except: ['core/core.ts'],
    packages: ['typebox', 'fastify', '@fastify/type-provider-typebox'],
    node: true,
  },
  transport: {
    layers: [
      'core/',
      ...hub('hub', 'protocol', 'connection', ...forTransport),
      'protocols/index.ts',
    ],
    packages: ['ws', 'engine.io', 'engine.io-parser', 'socket.io-parser', 'pino'],
    node: true,
  },
  // The demo's: as any client, by commands of the core and the bus.
  bots: { layers: ['core/'], packages: [], node: false },
  // The operator's commands, which HTTP and the command line share.
  admin: {
    layers: ['core/', ...hub('metrics'), 'bots/switchable-bots.ts'],
    packages: ['typebox'],
    node: true,
  },
  http: {
    layers: [
      'core/',
      ...hub('protocol', 'client-address', 'decodable-path'),
      'reference/',
      'admin/',
    ],
    packages: ['fastify', '@fastify/*', 'typebox', 'pino', 'prom-client'],
    node: true,
  },
  storage: { layers: [ports, 'core/names.ts'], packages: ['kysely', 'pino'], node: true },
  bus: { layers: [ports], packages: [], node: true },
  auth: { layers: [ports, 'core/apps.ts'], packages: ['@node-rs/argon2', 'jose'], node: true },
  // Each protocol brings its settings.
  config: { layers: ['protocols/list.ts'], packages: ['typebox'], node: true },
  log: { layers: [ports], packages: ['pino'], node: true },
  // The only layer that knows all others but the command line: it puts them together.
  server: { layers: [''], packages: ['prom-client', 'typebox'], node: true },
  cli: {
    layers: ['core/', 'admin/', 'config/', 'log/', 'server/', 'storage/', 'auth/'],
    packages: ['typebox'],
    node: true,
  },
};

const web = 'packages/web/src';

/**
 * The same for the pages, under packages/web/src: what is shared, and what each page has for itself. No row names a page: none
 * imports another.
 * @type {Record<string, { layers: string[], packages: string[] }>}
 */
export const PAGES_MAY_IMPORT = {
  lib: { layers: [], packages: ['preact', '@preact/signals'] },
  design: { layers: ['lib/'], packages: ['preact', '@preact/signals', 'lucide'] },
  chat: { layers: ['lib/'], packages: ['@preact/signals', 'socket.io-client'] },
  embed: pageWith([]),
  playground: pageWith(['socket.io-client']),
  docs: pageWith([]),
  admin: pageWith(['uplot']),
  koine: { layers: ['lib/'], packages: [] },
};

/** @param {string[]} packages Beside those of every page. */
function pageWith(packages) {
  return {
    layers: ['design/', 'lib/', 'chat/'],
    packages: ['preact', '@preact/signals', ...packages],
  };
}

/** The table as dependency-cruiser's rules. @returns {Rule[]} */
export function forbiddenRules() {
  return [
    ...Object.entries(MAY_IMPORT).flatMap(([layer, permission]) => rulesOf(layer, permission)),
    ...Object.entries(PAGES_MAY_IMPORT).flatMap(([page, permission]) =>
      webRulesOf(page, permission),
    ),
    knownLayer,
    knownPage,
    siblingProtocols,
    contract,
    noCycles,
    resolvable,
  ];
}

/** @param {string} layer @param {Permission} permission @returns {Rule[]} */
function rulesOf(layer, { layers, except = [], packages, node }) {
  const from = { path: `^${src}/${layer}/` };
  const not = except.length === 0 ? '' : `(?!${except.map(quote).join('|')})`;
  const allowed = [`${layer}/`, ...layers].map((path) => `^${src}/${not}${quote(path)}`);
  /** @type {Rule[]} */
  const rules = [
    {
      name: `${layer}-may-import`,
      comment: `${layer}/ may import only itself, the contract${layers.map((name) => `, ${name}`).join('')} (MAY_IMPORT in scripts/lib/boundaries.mjs)`,
      severity: 'error',
      from,
      to: { path: `^${src}/`, pathNot: allowed },
    },
    {
      name: `${layer}-packages`,
      comment: `${layer}/ may use only these npm packages: ${packages.join(', ') || 'none'}`,
      severity: 'error',
      from,
      to: { path: 'node_modules/', pathNot: packages.map(packagePattern) },
    },
  ];
  if (node) return rules;
  /** @type {Rule} */
  const noNode = {
    name: `${layer}-no-node`,
    comment: `${layer}/ is pure: no node:* modules, I/O comes through its ports`,
    severity: 'error',
    from,
    to: { dependencyTypes: ['core'] },
  };
  return [...rules, noNode];
}

/** @param {string} folder @param {{ layers: string[], packages: string[] }} permission @returns {Rule[]} */
function webRulesOf(folder, { layers, packages }) {
  const from = { path: `^${web}/${folder}/` };
  const allowed = [`${folder}/`, ...layers].map((path) => `^${web}/${quote(path)}`);
  return [
    {
      name: `web-${folder}-may-import`,
      comment: `web's ${folder}/ may import only itself, the contract${layers.map((name) => `, ${name}`).join('')} (PAGES_MAY_IMPORT in scripts/lib/boundaries.mjs)`,
      severity: 'error',
      from,
      to: { path: '^packages/', pathNot: [...allowed, '^packages/contract/src/'] },
    },
    {
      name: `web-${folder}-packages`,
      comment: `web's ${folder}/ may use only these npm packages: ${packages.join(', ') || 'none'}`,
      severity: 'error',
      from,
      to: { path: 'node_modules/', pathNot: packages.map(packagePattern) },
    },
    {
      name: `web-${folder}-no-node`,
      comment: `web's ${folder}/ runs in browsers: no node:* modules`,
      severity: 'error',
      from,
      to: { dependencyTypes: ['core'] },
    },
  ];
}

/** @type {Rule} */
const knownPage = {
  name: 'known-page',
  comment: 'every folder under packages/web/src has its row in PAGES_MAY_IMPORT',
  severity: 'error',
  from: {
    path: `^${web}/[^/]+/`,
    pathNot: `^${web}/(${Object.keys(PAGES_MAY_IMPORT).join('|')})/`,
  },
  to: {},
};

/** @type {Rule} */
const knownLayer = {
  name: 'known-layer',
  comment: 'every file under packages/server/src stands in a folder that has its row in MAY_IMPORT',
  severity: 'error',
  from: { path: `^${src}/`, pathNot: `^${src}/(${Object.keys(MAY_IMPORT).join('|')})/` },
  to: {},
};

/** @type {Rule} */
const siblingProtocols = {
  name: 'protocols-no-sibling',
  comment: 'a protocol never imports another one; what two need lives in the hub or the contract',
  severity: 'error',
  from: { path: `^${src}/protocols/([^/]+)/` },
  to: { path: `^${src}/protocols/`, pathNot: `^${src}/protocols/($1/|definition.ts$)` },
};

/** @type {Rule} */
const contract = {
  name: 'contract-is-a-leaf',
  comment: 'the contract holds shapes: it imports itself and typebox only',
  severity: 'error',
  from: { path: '^packages/contract/src/' },
  to: { path: '.', pathNot: ['^packages/contract/src/', packagePattern('typebox')] },
};

/** @type {Rule} */
const noCycles = {
  name: 'no-cycles',
  comment: 'files that import each other are one subject in two places (types alone may)',
  severity: 'error',
  from: { path: '^packages/' },
  to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
};

/** @type {Rule} */
const resolvable = {
  name: 'resolvable',
  comment: 'an import that cannot be found is not checked by any rule above',
  severity: 'error',
  from: {},
  // What the build of the pages makes itself.
  to: { couldNotResolve: true, pathNot: '^virtual:' },
};

/** @param {string} name An npm package, or a scope as `@scope/*`. */
function packagePattern(name) {
  return `node_modules/(@types/)?${quote(name).replace('/\\*', '/')}${name.endsWith('*') ? '' : '/'}`;
}

/** @param {string} text */
function quote(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
