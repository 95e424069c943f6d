/**
 * Which layer of the server may import what. This table is the rule; dependency-cruiser enforces it, and
 * scripts/boundaries.test.ts proves that it reports a violation of each kind.
 *
 * How to read it: every layer may import itself and the contract. `layers` are the others, as beginnings of paths
 * under packages/server/src, but for those in `except`; `packages` are npm packages, `node` says whether node:* modules are allowed.
 *
 * @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule
 * @typedef {{ layers: string[], except?: string[], packages: string[], node?: boolean }} Permission
 */

const src = 'packages/server/src';

/** What adapters of the core's ports see of it. */
const ports = 'core/ports/';

/** What a protocol may see of the hub beside its ports: no workings. */
const forProtocols = [
  ...['base-handler', 'error-texts', 'room-handler'],
  ...['parsed-json', 'presence-throttle', 'remember-last', 'sessions-by-key'],
  ...['history/resume', 'history/since'],
];
const forTransport = ['client-address', 'decodable-path', 'event-client'];

/** @param {...string} names */
function hub(...names) {
  return names.map((name) => `hub/${name}.ts`);
}

/** @type {Record<string, Permission>} */
export const MAY_IMPORT = {
  core: { layers: [], packages: ['ipaddr.js', 'unhomoglyph'], node: false },
  hub: { layers: ['core/'], packages: ['typebox'], node: true },
  // What goes over the wire, as documents: made of what routes and protocols say of themselves.
  'api-spec': { layers: [], packages: ['typebox', 'fastify'], node: true },
  // A protocol's REST calls live beside its frames: they share one codec and change together.
  protocols: {
    layers: [
      'core/',
      ...hub('protocol', 'session', ...forProtocols),
      'api-spec/',
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
      'api-spec/',
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
 * @type {Record<string, Permission>}
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

/** The tables as dependency-cruiser's rules. @returns {Rule[]} */
export function forbiddenRules() {
  return [
    ...rulesOf('MAY_IMPORT', src, '', MAY_IMPORT),
    knownFolder('layer', src, MAY_IMPORT),
    ...rulesOf('PAGES_MAY_IMPORT', web, 'web-', PAGES_MAY_IMPORT),
    knownFolder('page', web, PAGES_MAY_IMPORT),
    siblingProtocols,
    contract,
    noCycles,
    resolvable,
  ];
}

/** @param {string} name @param {string} root @param {string} prefix @param {Record<string, Permission>} table @returns {Rule[]} */
function rulesOf(name, root, prefix, table) {
  return Object.entries(table).flatMap(([folder, { layers, except = [], packages, node }]) => {
    const from = { path: `^${root}/${folder}/` };
    const not = except.length === 0 ? '' : `(?!${except.map(quote).join('|')})`;
    const allowed = [`${folder}/`, ...layers].map((path) => `^${root}/${not}${quote(path)}`);
    /** @type {Rule[]} */
    const rules = [
      {
        name: `${prefix}${folder}-may-import`,
        comment: `${folder}/ may import only itself, the contract${layers.map((layer) => `, ${layer}`).join('')} (${name} in scripts/lib/boundaries.mjs)`,
        severity: 'error',
        from,
        to: { path: '^packages/', pathNot: [...allowed, '^packages/contract/src/'] },
      },
      {
        name: `${prefix}${folder}-packages`,
        comment: `${folder}/ may use only these npm packages: ${packages.join(', ') || 'none'}`,
        severity: 'error',
        from,
        to: { path: 'node_modules/', pathNot: packages.map(packagePattern) },
      },
      {
        name: `${prefix}${folder}-no-node`,
        comment: `${folder}/ uses no node:* modules: in a layer I/O comes through ports, and a page runs in browsers`,
        severity: 'error',
        from,
        to: { dependencyTypes: ['core'] },
      },
    ];
    return node ? rules.slice(0, 2) : rules;
  });
}

/** @param {string} what @param {string} root @param {Record<string, Permission>} table @returns {Rule} */
function knownFolder(what, root, table) {
  return {
    name: `known-${what}`,
    comment: `every folder under ${root} has its row in the table of scripts/lib/boundaries.mjs`,
    severity: 'error',
    from: { path: `^${root}/`, pathNot: `^${root}/(${Object.keys(table).join('|')})/` },
    to: {},
  };
}

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
