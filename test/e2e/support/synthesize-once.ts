import { synthesized } from './synthesized.ts';

/**
 * Before the first test that starts the stack: what `npm start` synthesizes, once for all of the run's runtimes instead
 * of for each of them. Where it is, tests read from `E2E_CLOUD_ASSEMBLY`. `E2E_FRONT` is what takes requests.
 */
export default async function synthesizeOnce(): Promise<void> {
  if (process.env['E2E_CLOUD_ASSEMBLY'] !== undefined) return;
  const front = process.env['E2E_FRONT'];
  process.env['E2E_CLOUD_ASSEMBLY'] = await synthesized(
    front === undefined ? {} : { 'farthing:front': front },
  );
}
