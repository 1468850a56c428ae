import { symlink } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { processShell } from '../../../cli/shell.ts';
import { startRuntime } from '../../../local/runtime.ts';
import { startLocal } from '../../../start/start.ts';
import { stopSignal } from '../../../start/stop-signal.ts';

/**
 * `bin/local.ts`, but for the seconds that synthesizing takes: it is given what was synthesized before. Most stacks of
 * tests are killed, so what Node makes of modules is kept for the next as soon as one has started.
 */
process.exit(
  await startLocal(process.argv.slice(2), processShell(), {
    startRuntime: async (options) => {
      const runtime = await startRuntime(options);
      flushCompileCache();
      return runtime;
    },
    synthesize: async ({ output }) => {
      await symlink(process.env['E2E_CLOUD_ASSEMBLY'] ?? '', output);
    },
    stop: stopSignal(),
  }),
);
