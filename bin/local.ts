import { processShell } from '../cli/shell.ts';
import { startLocal } from '../cli/start/start.ts';
import { stopSignal } from '../cli/start/stop-signal.ts';
import { synthesize } from '../cli/start/synthesize.ts';
import { startRuntime } from '../local/runtime.ts';

process.exit(
  await startLocal(process.argv.slice(2), processShell(), {
    startRuntime,
    synthesize,
    stop: stopSignal(),
  }),
);
