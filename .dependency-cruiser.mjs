import { forbiddenRules } from './scripts/lib/boundaries.mjs';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: forbiddenRules(),
  options: {
    tsConfig: { fileName: 'packages/server/tsconfig.json' },
    // Type imports couple layers as much as values do.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$|/test/|/testing/|/dist/|/dist-|\\.css$|\\.svg$|\\.woff2$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
};
