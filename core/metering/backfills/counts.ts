import { type Month, monthOfDate } from '../../kernel/month.ts';
import { rfc3339, type Timestamp } from '../../kernel/timestamp.ts';
import { merged } from '../tally.ts';
import type { BackfillAddition, BackfillCounts, BackfillMonth } from './ports.ts';

export const noCounts: BackfillCounts = { months: [], refused: {}, unanswered: 0, additions: [] };

/** The UTC month of an instant. */
export const monthAt = (instant: Timestamp): Month => monthOfDate(rfc3339(instant).slice(0, 10));

/** Counts of several batches as one, months in their order. */
export const countsTogether = (counts: readonly BackfillCounts[]): BackfillCounts => ({
  months: monthsTogether(counts.flatMap(({ months }) => months)),
  refused: refusedTogether(counts.map(({ refused }) => refused)),
  unanswered: counts.reduce((sum, { unanswered }) => sum + unanswered, 0),
  additions: additionsTogether(counts.flatMap(({ additions }) => additions)),
});

export const monthsTogether = (months: readonly BackfillMonth[]): readonly BackfillMonth[] =>
  [...Map.groupBy(months, ({ month }) => month)]
    .map(([month, own]) => ({
      month,
      accepted: own.reduce((sum, { accepted }) => sum + accepted, 0),
      repeated: own.reduce((sum, { repeated }) => sum + repeated, 0),
    }))
    .sort((a, b) => (a.month < b.month ? -1 : 1));

function refusedTogether(all: readonly BackfillCounts['refused'][]): BackfillCounts['refused'] {
  const sums = new Map<string, number>();
  for (const refused of all) {
    for (const [code, events] of Object.entries(refused)) {
      sums.set(code, (sums.get(code) ?? 0) + events);
    }
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A record has to fit an item of its table, however long the job is and however many the meters are. */
export const ADDITIONS_MAX = 500;

/** The first ones, by month and meter: they are right also where those that are put together had left out others. */
export const additionsTogether = (
  additions: readonly BackfillAddition[],
): readonly BackfillAddition[] =>
  [...Map.groupBy(additions, ({ month, meter }) => `${month} ${meter}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, ADDITIONS_MAX)
    .flatMap(([, [first, ...others]]) =>
      first === undefined ? [] : [others.reduce(addedTo, first)],
    );

function addedTo(sum: BackfillAddition, one: BackfillAddition): BackfillAddition {
  const tally =
    sum.tally === undefined || one.tally === undefined
      ? (sum.tally ?? one.tally)
      : merged(sum.tally, one.tally);
  return { ...sum, events: sum.events + one.events, tally };
}
