import { StoredObject } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { type TallyJson, tallyOrNone, tallyOrNoneFrom } from '../totals/tally-json.ts';
import { backfillBillings } from './backfill-stamp.ts';
import type { BackfillAddition, BackfillBatch, BackfillCounts, BackfillJob } from './ports.ts';

/** What is kept of a job beside its name. */
export function storedJob({ name: _, summed, ...others }: BackfillJob): object {
  return { ...others, ...(summed === undefined ? {} : { summed: storedCounts(summed) }) };
}

/** A job as it is kept. Throws `InvariantViolation` for what no version of ours wrote. */
export function jobFrom(name: string, value: unknown): BackfillJob {
  const stored = new StoredObject(value, 'a backfill job');
  const period = stored.object('period');
  return {
    name,
    period: {
      start: timestampOf(period.integer('start')),
      end: timestampOf(period.integer('end')),
    },
    billing: stored.oneOf('billing', backfillBillings),
    eventsPerSecond: stored.integer('eventsPerSecond'),
    isDryRun: stored.flag('isDryRun'),
    opened: doneIn(stored.object('opened')),
    status: stored.oneOf('status', ['open', 'closed', 'cancelled']),
    batches: stored.integer('batches'),
    ...(stored.has('ended') ? { ended: doneIn(stored.object('ended')) } : {}),
    ...(stored.has('fullAt') ? { fullAt: stored.integer('fullAt') } : {}),
    ...(stored.has('summed') ? { summed: countsIn(stored.object('summed')) } : {}),
  };
}

const doneIn = (stored: StoredObject): BackfillJob['opened'] => ({
  by: stored.text('by'),
  at: timestampOf(stored.integer('at')),
});

const judgedIn = (stored: StoredObject): BackfillBatch['judged'] => ({
  at: timestampOf(stored.integer('at')),
  catalog: stored.integer('catalog'),
});

/** What is kept of a batch beside its digest. */
export const storedBatch = ({ digest: _, counts, logs, ...others }: BackfillBatch): object => ({
  ...others,
  // Only who settles it looks at them.
  logs: counts === undefined ? logs : [],
  ...(counts === undefined ? {} : { counts: storedCounts(counts) }),
});

/** A batch as it is kept. Throws `InvariantViolation` for what no version of ours wrote. */
export function batchFrom(digest: string, value: unknown): BackfillBatch {
  const stored = new StoredObject(value, 'a batch of a backfill job');
  return {
    digest,
    begunAt: timestampOf(stored.integer('begunAt')),
    ...(stored.has('judged') ? { judged: judgedIn(stored.object('judged')) } : {}),
    events: stored.integer('events'),
    logs: stored.objects('logs').map((one) => ({
      shard: one.integer('shard'),
      minute: one.integer('minute'),
    })),
    refusedByLog: stored.objects('refusedByLog').map((one) => ({
      index: one.integer('index'),
      code: one.text('code'),
    })),
    ...(stored.has('counts') ? { counts: countsIn(stored.object('counts')) } : {}),
  };
}

const storedCounts = ({ additions, ...counts }: BackfillCounts): object => ({
  ...counts,
  additions: additions.map(({ tally, ...one }) => ({ ...one, tally: tallyOrNone(tally) })),
});

function countsIn(stored: StoredObject): BackfillCounts {
  const refused = stored.object('refused');
  const codes = Object.keys(Object(stored.value('refused')) as object);
  return {
    months: stored.objects('months').map((one) => ({
      month: one.month('month'),
      accepted: one.integer('accepted'),
      repeated: one.integer('repeated'),
    })),
    refused: Object.fromEntries(codes.map((code) => [code, refused.integer(code)])),
    unanswered: stored.integer('unanswered'),
    additions: stored.objects('additions').map(additionIn),
  };
}

const additionIn = (stored: StoredObject): BackfillAddition => ({
  month: stored.month('month'),
  meter: stored.text('meter'),
  events: stored.integer('events'),
  tally: tallyOrNoneFrom(stored.value('tally') as TallyJson | 0),
});
