import { enableCompileCache } from 'node:module';
import { processShell } from '../cli/shell.ts';
import { startMagazine } from '../examples/magazine/site/listen.ts';
import { startRuntime } from '../local/runtime.ts';
import { startLocal } from '../start/start.ts';
import { stopSignal } from '../start/stop-signal.ts';
import { synthesize } from '../start/synthesize.ts';

// For the functions and engines, which are many programs that start again and again.
enableCompileCache();
process.exit(
  await startLocal(process.argv.slice(2), processShell(), {
    startRuntime,
    synthesize,
    startMagazine,
    stop: stopSignal(),
  }),
);
