import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with what commands read; whoever asks for it takes it away. */
export async function filesOfCommands(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'farthing-reached-'));
  await writeFile(join(directory, 'lines'), '{"type":"view"}\n');
  await writeFile(join(directory, 'item'), '{"key":"x"}');
  const event = { source: 's', id: 'e', subject: 'x', time: '2026-10-01T09:30:00Z' };
  await writeFile(join(directory, 'counted.json'), JSON.stringify({ events: [event] }));
  await writeFile(join(directory, 'd'), '{"token-keys":[{"token-key":"MIIB","not-before":1}]}');
  await writeFile(join(directory, 'requests'), '{"keyId":"k","requests":["AAI"]}');
  return directory;
}

/** What most commands need of an answer to go on. */
export const anyAnswer = {
  id: 'inv_1',
  rows: [
    {
      ...{ subject: 'stray', meter: 'views', reason: 'no-payer', quantity: '1' },
      ...{ start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z', value: '1' },
    },
  ],
};
