import { execFile } from 'node:child_process';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scopes } from '../../../core/contract/route.ts';
import { startMagazine } from '../../../examples/magazine/site/listen.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';

const program = join(import.meta.dirname, '../../../examples/magazine/agent.mjs');

/**
 * The agent of the magazine, as its page has it, beside the packages of the clients: it takes demo money, and pays for
 * an article.
 * @returns what is otherwise than it should be.
 */
export async function agentFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  const { url } = farthing.stack;
  const apiKey = await farthing.keyFor('magazine', ...scopes);
  const site = await startMagazine({ url, apiKey, port: 0, meUrl: `${url}/me/` });
  // A program finds packages from where it is.
  const copied = join(import.meta.dirname, 'agent-of-the-magazine.mjs');
  try {
    await copyFile(program, copied);
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [copied, site.url, 'letters-to-a-bridge']);
    const [read = '', response = '{}'] = stdout.trim().split('\n');
    const { success } = JSON.parse(response) as { readonly success?: boolean };
    if (read.startsWith('200 ') && success === true) return [];
    return [`the agent of the magazine printed ${JSON.stringify(stdout)}`];
  } finally {
    await rm(copied, { force: true });
    await site.close();
  }
}
