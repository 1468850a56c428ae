import type { Queue } from '../../../../core/kernel/queue.ts';
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
];
