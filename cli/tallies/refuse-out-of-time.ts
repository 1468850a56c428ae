import { noonOf, type TallyFile } from '../../core/tallies/tally-event.ts';
import { Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { listAt, numberAt, textAt } from '../http/json.ts';
import { ProblemFailure } from '../http/problem.ts';
import type { TalliesRead } from './read-tallies.ts';

/** Events of it are never taken, by whomever; all that is said of them before is said of their time. */
const NOBODY = 'private-pass:';

/** What is said where nothing else is wrong. */
const ALL_ELSE_RIGHT = 'event.subject-reserved';

const hintOf = (code: string | undefined): string =>
  code === 'event.too-old' ? '; older usage goes in by a backfill job, see docs/backfill.md' : '';

/**
 * Throws a `Failure` where the first or the last day of a file is not of the time that events are taken for. How long
 * that is only the service knows: it is asked with events that it never takes.
 */
export async function refuseOutOfTime(api: Api, file: TallyFile, { days }: TalliesRead) {
  const sorted = [...days.values()].flatMap((of) => [...of]).sort();
  const ends = [sorted[0], sorted.at(-1)].filter((day) => day !== undefined);
  if (ends.length === 0) return;
  const events = ends.map((day) => ({
    ...{ id: `${day}:time`, source: file.source, type: 'tallies', subject: NOBODY },
    time: noonOf(day, file.timeZone),
  }));
  for (const one of await refusals(api, JSON.stringify(events))) {
    const code = textAt(one, 'code');
    if (code === ALL_ELSE_RIGHT) continue;
    const day = ends[numberAt(one, 'index') ?? 0] ?? '';
    const detail = textAt(one, 'detail') ?? '';
    throw new Failure(`nothing was sent, for ${day}: ${detail}${hintOf(code)}`);
  }
}

async function refusals(api: Api, body: string): Promise<readonly unknown[]> {
  try {
    return listAt((await api.call({ method: 'POST', path: '/v1/events', body })).body, 'rejected');
  } catch (error) {
    if (!(error instanceof ProblemFailure && error.code === 'request.all-rejected')) throw error;
    return listAt(error.problem, 'rejected');
  }
}
