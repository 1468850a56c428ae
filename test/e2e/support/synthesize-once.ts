import { join } from 'node:path';
import { root, synthesized } from './synthesized.ts';

/**
 * Before the first test that starts the stack: what `npm start` synthesizes, once for all of the run's runtimes instead
 * of for each of them. Where it is, tests read from `E2E_CLOUD_ASSEMBLY`. `E2E_FRONT` is what takes requests. And what
 * Node makes of our modules is kept, as these tests start the same programs again and again.
 */
export default async function synthesizeOnce(): Promise<void> {
  process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules', '.cache', 'node-compile');
  if (process.env['E2E_CLOUD_ASSEMBLY'] !== undefined) return;
  const front = process.env['E2E_FRONT'];
  process.env['E2E_CLOUD_ASSEMBLY'] = await synthesized(
    front === undefined ? {} : { 'farthing:front': front },
  );
}
