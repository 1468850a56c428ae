import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const sources = join(import.meta.dirname, '../../../sdk/src');

/** The client library as it stands here; `npm run test:outside` has it packed and installed. */
export const fromSources: Plugin = {
  name: 'from sources',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@farthing\/client(?:\/|$)/ }, ({ path }) => ({
      path: join(sources, `${path.split('/')[2] ?? 'index'}.ts`),
    })),
};
