import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { type Code, LocalFarthing } from '../../e2e/support/local-stack.ts';
import { Client, type Keys } from '../support/client.ts';
import type { QueuedMessage } from '../support/engines.ts';
import { event, sendBinary, sendPlain, sendStructured } from '../support/events.ts';
import { leftAt } from '../support/reads.ts';
import { capturedMessages, captureMessages, oneOfEachShape, putBack } from './messages.ts';
import { playMonths } from './months.ts';

const scopes = ['events:write', 'usage:read', 'billing:read', 'billing:write', 'admin'];

/** Makes a data directory as an upgrade finds it: the old code played some months and was killed at work. */
export async function leave(directory: string, code: Code): Promise<Keys> {
  const farthing = LocalFarthing.on(directory, code);
  await farthing.start();
  captureMessages(directory);
  const keys: Keys = {
    archive: await farthing.keyFor('archive', ...scopes),
    magazine: await farthing.keyFor('magazine', ...scopes),
    studio: await farthing.keyFor('studio', ...scopes),
  };
  const client = new Client(farthing, keys);
  await playMonths(client);
  await client.setClock(leftAt);
  await untilInFlight(client);
  await farthing.kill();
  // The engines end a moment after whoever started them.
  await sleep(2_000);
  putBack(directory, oneOfEachShape(capturedMessages(directory)).filter(isLeft));
  return keys;
}

/**
 * Events are on their queue already. What recounts the magazine's months would wait for its new meter, minutes long:
 * such messages are among those of a later month.
 */
function isLeft({ body }: QueuedMessage): boolean {
  if (!body.startsWith('{')) return false;
  const { kind, tenant, again, partition } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const isRecounted = kind === 'run' && tenant === 'magazine' && partition === undefined;
  const isAgain = kind === 'sweep' && tenant === undefined && again === true;
  return !isRecounted && !isAgain;
}

/** Events are in the log and not in the totals, a meter is new, and events are on their queue. */
async function untilInFlight(client: Client): Promise<void> {
  const late = (second: number) =>
    event('view', 'press-web', `2026-06-29T07:00:0${second}Z`, { section: 'arts', reader: 'r1' });
  await sendPlain(client, 'magazine', [late(0), late(1)]);
  await sleep(1_500);
  const body = { eventType: 'view', aggregation: 'count', filter: { section: 'arts' } };
  await client.json('magazine', 'PUT', '/v1/meters/arts_views', { body });
  await sendStructured(client, 'magazine', late(2));
  await sendBinary(client, 'magazine', late(3));
}

/** The directory without what every start makes anew, as one file. */
export async function packed(directory: string): Promise<Buffer> {
  const anew = ['cdk.out', 'runtime.log', 'runtime.pid'].map((name) => join(directory, name));
  await Promise.all(anew.map((path) => rm(path, { recursive: true, force: true })));
  const args = ['-cf', '-', '-C', dirname(directory), 'data'];
  const tar = execFileSync('tar', args, { maxBuffer: 2 ** 30 });
  return brotliCompressSync(tar, {
    params: {
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: tar.byteLength,
    },
  });
}
