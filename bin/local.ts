import { processShell } from '../cli/shell.ts';
import { startRuntime } from '../local/runtime.ts';
import { startLocal } from '../start/start.ts';
import { stopSignal } from '../start/stop-signal.ts';
import { synthesize } from '../start/synthesize.ts';

process.exit(
  await startLocal(process.argv.slice(2), processShell(), {
    startRuntime,
    synthesize,
    stop: stopSignal(),
  }),
);
