import { randomUUID } from 'node:crypto';
import { noonOf, rangesOf, revisionsFrom, type TallyFile } from '../../core/tallies/tally-event.ts';
import { Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { numberAt, textAt } from '../http/json.ts';
import type { Shell } from '../shell.ts';
import type { TalliesRead } from './read-tallies.ts';

const pollMs = { first: 200, max: 2_000 } as const;
const patienceMs = 600_000;
const minuteMs = 60_000;

/**
 * Takes out what lower revisions have of the days of a file, by corrections, and waits until it is out; answers how
 * many tallies that were. Done again, it finds none.
 */
export async function replaceTallies(
  { api, shell, reason }: { readonly api: Api; readonly shell: Shell; readonly reason: string },
  file: TallyFile,
  { days }: TalliesRead,
): Promise<number> {
  const revisions = revisionsFrom(1, file.revision - 1);
  let replaced = 0;
  for (const [type, ofType] of days) {
    for (const [first, last] of rangesOf(ofType)) {
      const from = noonOf(first, file.timeZone);
      const to = new Date(Date.parse(noonOf(last, file.timeZone)) + minuteMs).toISOString();
      const where = { from, to, type, source: file.source, data: { revision: revisions } };
      const { body } = await api.call({
        ...{ method: 'POST', path: '/v1/corrections', idempotencyKey: randomUUID() },
        body: JSON.stringify({ reason, where }),
      });
      replaced += await outAfter(api, shell, body);
    }
  }
  return replaced;
}

/** Waits for a correction to be done; how many events it has corrected. */
async function outAfter(api: Api, shell: Shell, asked: unknown): Promise<number> {
  const id = textAt(asked, 'id') ?? '';
  const since = shell.now();
  let one = asked;
  for (let pause: number = pollMs.first; textAt(one, 'status') === 'running'; ) {
    if (shell.now() - since > patienceMs) {
      throw new Failure(`the correction ${id} goes on: run this again when it is done`);
    }
    await shell.sleep(pause);
    pause = Math.min(2 * pause, pollMs.max);
    one = (await api.call({ method: 'GET', path: `/v1/corrections/${encodeURIComponent(id)}` }))
      .body;
  }
  return numberAt(one, 'corrected') ?? 0;
}
