import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonFrom } from '../../../cli/http/json.ts';
import { farthing } from './commands.ts';
import { wholeList } from './interface.ts';
import { review } from './office.ts';
import { announce, type Stage } from './stage.ts';

/** Of what no function works on so long, none does. */
const stuckMs = 90_000;
const reviewsMax = 20;

export interface Patience {
  readonly withinMs: number;
  /** Whether messages count that nobody is to see for a minute, as looks that were put off. */
  readonly delayed: boolean;
}

/**
 * Until nothing runs and every queue is empty; throws when that takes too long. What a function was given that died of
 * it, or was not up in time, is received again after minutes, of billing after half an hour. Where nothing else is left
 * the stack is started again, which frees it.
 */
export async function untilIdle(stage: Stage, { withinMs, delayed }: Patience): Promise<void> {
  const { supervisor, logFile } = stage;
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const before = messagesIn(stage.directory);
    const late = new AbortController();
    const isIdle = await Promise.race([
      supervisor.askUntilAnswered({ ask: 'idle', delayed }).then(() => true),
      sleep(Math.min(stuckMs, withinMs), false, { signal: late.signal }).catch(() => false),
    ]);
    late.abort();
    if (isIdle) return;
    if (before !== '' && messagesIn(stage.directory) === before) await supervisor.kill('runtime');
  }
  throw new Error(`it does not come to rest in ${withinMs / 1000} s: see ${logFile}`);
}

/** Which messages there are in work queues, and how often each was received, as one text. */
function messagesIn(directory: string): string {
  const db = new DatabaseSync(join(directory, 'sqs', 'fauxqs.db'), { readOnly: true });
  try {
    const rows = db
      .prepare(
        "SELECT message_id, approximate_receive_count FROM sqs_messages WHERE queue_name NOT LIKE '%DeadLetters%' ORDER BY message_id",
      )
      .all();
    return rows.map((row) => Object.values(row).join(' ')).join(', ');
  } finally {
    db.close();
  }
}

/** Nothing is on its way, and nothing in quarantine is open; the dead letters that were there, which were sent back. */
export async function comeToRest(stage: Stage, patience: Patience): Promise<readonly string[]> {
  const letters: string[] = [];
  for (let round = 0; round < reviewsMax; round += 1) {
    for (const office of stage.offices) await review(office);
    await untilIdle(stage, patience);
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
