import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFarthing } from '../../../cli/cli.ts';
import type { fakeFarthing } from './fake-farthing.ts';
import { fakeShell } from './fake-shell.ts';

type Service = Awaited<ReturnType<typeof fakeFarthing>>;

export const ofWarehouse = ['--source', 'urn:warehouse', '--type', 'calls'];

/** Sends a file, as a person at a shell does. */
export async function send(
  service: Service,
  content: string | Uint8Array,
  ...args: readonly string[]
) {
  const directory = await mkdtemp(join(tmpdir(), 'farthing-tallies-'));
  try {
    await writeFile(join(directory, 'usage.csv'), content);
    const environment = { FARTHING_URL: service.url, FARTHING_API_KEY: 'k' };
    const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
    const code = await runFarthing(['tallies', 'send', 'usage.csv', ...args], shell);
    return { code, printed: printed(), warned: warned() };
  } finally {
    await rm(directory, { recursive: true });
  }
}

export const csv = (...rows: readonly string[]): string =>
  ['day,subject,region,count,sum', ...rows, ''].join('\n');
