import {
  dayHours,
  noonOf,
  revisionMax,
  revisionsFrom,
  type TallyFile,
} from '../../core/tallies/tally-event.ts';
import { Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { numberAt, textAt } from '../http/json.ts';
import { ProblemFailure } from '../http/problem.ts';
import type { TalliesRead } from './read-tallies.ts';

const minuteMs = 60_000;

/** What is asked about: tallies of a type, of some revisions, between two times. */
interface Sought {
  readonly source: string;
  readonly type: string;
  readonly revisions: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface Found {
  /** Events that a correction would take out. */
  readonly goes: number;
  /** Events that count, and that no correction takes out any more. */
  readonly stays: number;
}

/**
 * How many tallies of lower revisions a file takes the place of. Throws a `Failure` where the file would count beside
 * what is there: a higher revision, days of another time zone, or what can no longer be taken out.
 */
export async function replacedBy(api: Api, file: TallyFile, read: TalliesRead): Promise<number> {
  let replaced = 0;
  for (const [type, days] of read.days) {
    for (const day of days) {
      await refuseHigher(api, file, { type, day });
      await refuseOtherZones(api, file, { type, day });
      const lower = revisionsFrom(1, file.revision - 1);
      const { goes, stays } = await found(api, atNoon(file, { type, day }, lower));
      if (stays > 0) {
        throw new Failure(
          `nothing was sent: ${stays} tallies of ${type} on ${day} cannot be taken out any more, as later months may stand on them`,
        );
      }
      replaced += goes;
    }
  }
  return replaced;
}

/** As above for a first revision, where the key may look; it is one request a day. */
export async function refuseBehind(api: Api, file: TallyFile, { days }: TalliesRead) {
  try {
    for (const [type, ofType] of days) {
      for (const day of ofType) await refuseHigher(api, file, { type, day });
    }
  } catch (error) {
    if (!(error instanceof ProblemFailure && error.code === 'key.scope-missing')) throw error;
  }
}

interface DayOfType {
  readonly type: string;
  readonly day: string;
}

async function refuseHigher(api: Api, file: TallyFile, one: DayOfType): Promise<void> {
  if (file.revision === revisionMax) return;
  const higher = revisionsFrom(file.revision + 1, revisionMax);
  if (isNone(await found(api, atNoon(file, one, higher)))) return;
  throw new Failure(
    `nothing was sent: ${one.type} on ${one.day} has tallies of a revision above ${file.revision}, beside which these would count. Send it as a higher --revision, or leave the day out`,
  );
}

/** Noons of all time zones but this one. */
async function refuseOtherZones(api: Api, file: TallyFile, one: DayOfType): Promise<void> {
  const noon = Date.parse(noonOf(one.day, file.timeZone));
  const { first, last } = dayHours(one.day, file.timeZone);
  const of = { source: file.source, type: one.type, revisions: revisionsFrom(1, revisionMax) };
  const around = [
    { ...of, from: first, to: noon },
    { ...of, from: noon + minuteMs, to: last },
  ];
  for (const sought of around) {
    if (sought.from >= sought.to || isNone(await found(api, sought))) continue;
    throw new Failure(
      `nothing was sent: ${one.type} on ${one.day} has tallies of another time zone than ${file.timeZone}, beside which these would count. Say the --timezone of the revision before; tallies of two time zones have each a source of its own`,
    );
  }
}

const isNone = ({ goes, stays }: Found): boolean => goes + stays === 0;

function atNoon(file: TallyFile, { type, day }: DayOfType, revisions: readonly string[]): Sought {
  const from = Date.parse(noonOf(day, file.timeZone));
  return { source: file.source, type, revisions, from, to: from + minuteMs };
}

/** What there is, in as many requests as it takes: one looks at so much, and says how far it came. */
async function found(api: Api, sought: Sought): Promise<Found> {
  const { source, type, revisions, from, to } = sought;
  const where = {
    ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    ...{ type, source, data: { revision: revisions } },
  };
  const { body } = await api.call({
    ...{ method: 'POST', path: '/v1/corrections/dry-run' },
    body: JSON.stringify({ reason: 'a look at what is there', where }),
  });
  const upTo = textAt(body, 'upTo');
  if (upTo === undefined) return foundIn(body);
  const reached = Date.parse(upTo);
  if (reached > from) {
    return both(
      await found(api, { ...sought, to: reached }),
      await found(api, { ...sought, from: reached }),
    );
  }
  const middle = from + Math.floor((to - from) / 2 / minuteMs) * minuteMs;
  if (middle === from) return foundIn(body);
  return both(
    await found(api, { ...sought, to: middle }),
    await found(api, { ...sought, from: middle }),
  );
}

const foundIn = (body: unknown): Found => ({
  goes: numberAt(body, 'corrects') ?? 0,
  stays: (numberAt(body, 'settled') ?? 0) + (numberAt(body, 'unchanged') ?? 0),
});

const both = (one: Found, other: Found): Found => ({
  goes: one.goes + other.goes,
  stays: one.stays + other.stays,
});
