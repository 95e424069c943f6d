import { forbiddenRules } from './scripts/lib/boundaries.mjs';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: forbiddenRules(),
  options: {
    tsConfig: { fileName: 'packages/server/tsconfig.json' },
    // Type imports couple layers as much as values do.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Of our own folders only: many a package has its entry under dist/, and what is left out here no rule sees.
    exclude: {
      path: '\\.(test\\.ts|css|svg|woff2)$|^packages/[a-z]+/(test|dist|src/testing|src/.*/testing)/',
    },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
};
