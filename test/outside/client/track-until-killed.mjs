import { appendFileSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSender } from '@farthing/client';
import { fileOutbox } from '@farthing/client/outbox';

/**
 * Tracks events up to a number, says a dot of every 25, and goes on where the life before was killed. Every second one
 * has an id and a time of its own: whether it was tracked before or not, it is tracked again. The others have none:
 * before one is tracked, its number is written down with a question mark, so that it is known where that is not known.
 */
const [url, directory, journal, last, isLast] = process.argv.slice(2);
const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : [];
const done = Number.parseInt(lines.at(-1) ?? '0', 10);

// A line that was being written is no line.
if (existsSync(journal) && !readFileSync(journal, 'utf8').endsWith('\n'))
  appendFileSync(journal, '~\n');
const file = openSync(journal, 'a');
const sender = createSender({
  url,
  apiKey: 'ft_test_key_secret',
  source: 'urn:killed',
  lingerMs: 20,
  heldEventsMax: 3_000,
  backoff: { baseMs: 10, waitMaxMs: 200 },
  outbox: fileOutbox({ directory }),
  onDrop: (drop) => console.error(JSON.stringify(drop)),
  onFailure: () => undefined,
});
process.stdout.write('.');

for (let n = done + 1; n <= Number(last); n += 1) {
  await sender.ready();
  const isOwn = n % 2 === 0;
  if (!isOwn) writeSync(file, `${n}?\n`);
  const own = { id: `n-${n}`, time: new Date(Date.UTC(2026, 0, 1) + n) };
  const isTaken = sender.track({ type: 'view', subject: 's', data: { n }, ...(isOwn ? own : {}) });
  if (!isTaken) throw new Error(`${n} was not taken`);
  writeSync(file, `${n}\n`);
  if (n % 25 === 0) process.stdout.write('.');
  if (n % 8 === 0) await sleep(1);
}
if (isLast === 'last') {
  console.log(JSON.stringify(await sender.close({ timeoutMs: 120_000 })));
} else {
  // What comes next is SIGKILL.
  await sleep(600_000);
}
