import { setTimeout as sleep } from 'node:timers/promises';
import { jsonFrom } from '../../../cli/http/json.ts';
import { farthing } from './commands.ts';
import { wholeList } from './interface.ts';
import { review } from './office.ts';
import { announce, type Stage } from './stage.ts';

/** Billing and comparing of many months may wait for one another. */
const idleWithinMs = 900_000;
const reviewsMax = 20;

/** Until nothing runs and every queue is empty; throws when that takes too long. */
export async function untilIdle({ supervisor, logFile }: Stage): Promise<void> {
  const late = new AbortController();
  const given = sleep(idleWithinMs, false, { signal: late.signal }).catch(() => true);
  const isIdle = await Promise.race([
    supervisor.askUntilAnswered({ ask: 'idle' }).then(() => true),
    given,
  ]);
  late.abort();
  if (isIdle) return;
  throw new Error(`it does not come to rest in ${idleWithinMs / 1000} s: see ${logFile}`);
}

/** Nothing is on its way, and nothing in quarantine is open; the dead letters that were there, which were sent back. */
export async function comeToRest(stage: Stage): Promise<readonly string[]> {
  const letters: string[] = [];
  for (let round = 0; round < reviewsMax; round += 1) {
    for (const office of stage.offices) await review(office);
    await untilIdle(stage);
    const found = await redriven(stage);
    letters.push(...found);
    const open = await Promise.all(
      stage.offices.map(({ api }) => wholeList(api, '/v1/quarantine?status=open', 'entries')),
    );
    if (found.length === 0 && open.every((entries) => entries.length === 0)) return letters;
  }
  throw new Error('dead letters or entries of quarantine come back again and again');
}

/** Has `farthing dlq` list all dead letters, and send them back. */
async function redriven(stage: Stage): Promise<readonly string[]> {
  if (Number(await stage.supervisor.askUntilAnswered({ ask: 'dead-letters' })) === 0) return [];
  await announce(stage);
  const listed = await farthing(['--json', '--data', stage.directory, 'dlq', 'list']);
  const sent = await farthing(['--json', '--data', stage.directory, 'dlq', 'redrive', '--all']);
  if (sent.code !== 0) throw new Error(`dead letters were not sent back: ${sent.err}${sent.out}`);
  const letters = jsonFrom(listed.out);
  return Array.isArray(letters)
    ? letters.map((letter) => JSON.stringify(letter))
    : [listed.out.slice(0, 2_000)];
}
