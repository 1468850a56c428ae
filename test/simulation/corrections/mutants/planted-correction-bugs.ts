import type { Queue } from '../../../../core/kernel/queue.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../../core/kernel/timestamp.ts';
import type { CorrectionRecords } from '../../../../core/metering/corrections/ports.ts';
import type { UsageHours, UsageLog } from '../../../../core/metering/log/ports.ts';
import type { UsageTotals } from '../../../../core/metering/totals/ports.ts';

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedCorrectionBug {
  readonly name: string;
  readonly says: string;
  readonly records?: (records: CorrectionRecords) => CorrectionRecords;
  readonly usageLog?: (log: UsageLog & UsageHours) => UsageLog & UsageHours;
  readonly touched?: (queue: Queue) => Queue;
  /** What months are closed from. */
  readonly closing?: (totals: UsageTotals) => UsageTotals;
  readonly isUnannounced?: true;
  readonly deletesFirst?: true;
}

/** The methods of a class as they are: a spread has none of them. */
const throughTotals = (totals: UsageTotals): UsageTotals => ({
  read: (key) => totals.read(key),
  put: (key, next) => totals.put(key, next),
  readRange: (range) => totals.readRange(range),
  readProgress: (key, consistency) => totals.readProgress(key, consistency),
  putProgress: (key, next) => totals.putProgress(key, next),
  listProgress: (page) => totals.listProgress(page),
});

type Range = Parameters<UsageTotals['readRange']>[0];

const monthOf = (hour: number): string =>
  new Date(hour * millisecondsPer.hour).toISOString().slice(0, 7);

async function* ofLastMonth(totals: UsageTotals, range: Range) {
  for await (const one of totals.readRange(range)) {
    if (monthOf(one.hour) === monthOf(range.to - 1)) yield one;
  }
}

async function* bySessionQuarters(totals: UsageTotals, range: Range) {
  const later = (at: Timestamp): Timestamp =>
    timestampOf(Math.ceil(at / millisecondsPer.quarterHour) * millisecondsPer.quarterHour);
  for await (const { hour, totals: found } of totals.readRange(range)) {
    const tallies = found.tallies.map((one) => {
      const { tally } = one;
      if (tally?.kind !== 'session_count') return one;
      const sessions = [...tally.sessions].map(([subject, spans]) => {
        const moved = spans.map(({ first, last }) => ({ first: later(first), last: later(last) }));
        return [subject, moved] as const;
      });
      return { ...one, tally: { ...tally, sessions: new Map(sessions) } };
    });
    yield { hour, totals: { ...found, tallies } };
  }
}

/** Every mistake, each alone. */
export const plantedCorrectionBugs: readonly PlantedCorrectionBug[] = [
  {
    name: 'hours-not-told',
    says: 'nobody is told which hours a correction has changed',
    touched: () => ({ send: async () => 'sent' }),
  },
  {
    name: 'keys-forgotten',
    says: 'a request that comes again is a correction of its own',
    records: (records) => ({
      ...records,
      named: async () => undefined,
      name: async () => 'put',
      get: (tenant, id) => records.get(tenant, id),
    }),
  },
  {
    name: 'done-after-a-step',
    says: 'a correction is said to be done when one step of it is',
    records: (records) => ({
      ...records,
      put: (tenant, { revision, record }) => {
        const { place, ...progress } = record.progress;
        const isStep = place !== undefined && record.takenBack === undefined;
        const said = isStep
          ? { ...record, progress: { ...progress, status: 'done' as const } }
          : record;
        return records.put(tenant, { revision, record: said });
      },
    }),
  },
  {
    name: 'put-over-another',
    says: 'a correction is put whatever has become of it since it was read',
    records: (records) => ({
      ...records,
      put: async (tenant, next) => {
        const before = await records.get(tenant, next.record.id);
        return records.put(tenant, { ...next, revision: (before?.revision ?? 0) + 1 });
      },
    }),
  },
  {
    name: 'unknown-taken-for-put',
    says: 'a block whose put was not answered is taken for put',
    usageLog: (log) => ({
      ...log,
      append: async (key, block) => {
        const outcome = await log.append(key, block);
        return outcome === 'unknown' ? 'put' : outcome;
      },
    }),
  },
  {
    name: 'not-announced',
    says: 'nobody goes on with a correction whose request died',
    isUnannounced: true,
  },
  {
    name: 'message-deleted-first',
    says: 'the message of a correction is deleted before it was gone on with',
    deletesFirst: true,
  },
  {
    name: 'sign-of-old',
    says: 'a closed month has the sign that it had, though it was corrected',
    closing: (totals) => ({
      ...throughTotals(totals),
      listProgress: async (page) =>
        (await totals.listProgress(page)).map((one) => ({ ...one, revision: 1 })),
    }),
  },
  {
    name: 'windows-begin-anew',
    says: 'the trailing windows of a month have nothing of the days before it',
    closing: (totals) => ({
      ...throughTotals(totals),
      readRange: (range) => ofLastMonth(totals, range),
    }),
  },
  {
    name: 'sessions-by-quarters',
    says: 'events of a session are told by the quarter hours after them, so that what is near is not joined',
    closing: (totals) => ({
      ...throughTotals(totals),
      readRange: (range) => bySessionQuarters(totals, range),
    }),
  },
];
