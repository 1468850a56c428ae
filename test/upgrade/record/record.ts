import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { billed } from '../support/billing.ts';
import { Client } from '../support/client.ts';
import { type Acts, goOn } from '../support/continuation.ts';
import { event, sendPlain } from '../support/events.ts';
import { leftAt, onlyChanges } from '../support/reads.ts';
import { keysIn, unpacked } from '../support/restored.ts';
import { leave, packed } from './left.ts';
import { capturedMessages, captureMessages, oneOfEachShape } from './messages.ts';

/**
 * `node test/upgrade/record/record.ts CHECKOUT OUTPUT`: the code of a checkout leaves a data directory, then goes on
 * with a copy of it, and all it answers is written beside. A directory that is in OUTPUT already is only gone on with.
 */
const [root = '', output = ''] = process.argv.slice(2).map((path) => resolve(path));
if (output === '')
  throw new Error('say whose code: node test/upgrade/record/record.ts CHECKOUT OUTPUT');
const code = { root, script: 'bin/local.ts' };

const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(output, name), `${JSON.stringify(content, undefined, 2)}\n`);

/** As a person does. */
const actsOf = (client: Client): Acts => ({
  closeJune: () => {
    const overrides = [{ check: 'quarantine-open', reason: 'not ours' }];
    return billed(client, 'magazine', { period: '2026-06', overrides });
  },
  sendLate: () => {
    const data = { bytes: 1_000_000, format: 'pdf', status: '200' };
    return sendPlain(client, 'magazine', [
      event('download', 'tokyo', '2026-06-25T09:00:00Z', data),
    ]);
  },
});

if (!existsSync(join(output, 'data.tar.br'))) {
  await mkdir(output, { recursive: true });
  const directory = join(await mkdtemp(join(tmpdir(), 'farthing-record-')), 'data');
  await mkdir(directory);
  const keys = await leave(directory, code);
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  await write('left.json', { commit, leftAt, keys });
  await writeFile(join(output, 'data.tar.br'), await packed(directory));
}

const directory = await unpacked(output);
captureMessages(directory);
const farthing = LocalFarthing.on(directory, code);
try {
  await farthing.start();
  const client = new Client(farthing, keysIn(output));
  const { found, waiting, closed, late } = await goOn(client, actsOf(client));
  await farthing.stop();
  await write('messages.json', oneOfEachShape(capturedMessages(directory)));
  const answers = {
    found,
    waiting,
    closed: onlyChanges(closed, found),
    late: onlyChanges(late, { ...found, ...closed }),
  };
  await writeFile(join(output, 'answers.json.br'), brotliCompressSync(JSON.stringify(answers)));
} finally {
  await farthing.remove();
}
