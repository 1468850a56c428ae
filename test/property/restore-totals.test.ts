import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../core/kernel/digest.ts';
import { InvariantViolation } from '../../core/kernel/invariant.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { minuteOf } from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import type { TotalsRepair, UsageTotals } from '../../core/metering/totals/ports.ts';
import {
  firstTotalsPlace,
  rebuildTotals,
  type TotalsPlace,
} from '../../core/metering/totals/rebuild-totals.ts';
import { refreshHour } from '../../core/metering/totals/refresh.ts';
import { Crash, Mischief, muchTrouble } from '../fakes/failing-books.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { Turns } from '../fakes/turns.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { aMeter, anIdentifiedEvent, occurredAt } from '../fixtures/usage-events.ts';

const SEEDS = 12;
const EVENTS = 24;
const tenant = 'acme';
const clock = { now: () => timestampOf(occurredAt + 3_600_000) };
const subjects = ['a', 'b', 'c', 'd'];

/** Totals as the network serves them. */
const failingTotals = (
  totals: InMemoryUsageTotals,
  mischief: Mischief,
): UsageTotals & TotalsRepair => ({
  read: (key) => mischief.around(() => totals.read(key)),
  readRange: (range) => totals.readRange(range),
  readProgress: (key) => mischief.around(() => totals.readProgress(key)),
  listProgress: (page) => mischief.around(() => totals.listProgress(page)),
  put: (key, next) => mischief.put(() => totals.put(key, next)),
  putProgress: (key, next) => mischief.put(() => totals.putProgress(key, next)),
  putBack: (key, next) => mischief.put(() => totals.putBack(key, next)),
  revisionUnread: (key) => totals.revisionUnread(key),
  putBackProgress: (key, next) => mischief.put(() => totals.putBackProgress(key, next)),
});

/** What is lost: all, all totals but not the progress, all progress, or what a throw of the dice says. */
const losses = (turns: Turns): readonly Parameters<InMemoryUsageTotals['lose']>[0][] => [
  () => true,
  (of) => of === 'totals',
  (of) => of === 'progress',
  () => turns.random() < 0.5,
];

/** Folds usage while calls fail, totals are lost on the way, and a rebuild makes them again. */
async function drill(seed: number) {
  const turns = new Turns(seed);
  const mischief = new Mischief(turns, muchTrouble);
  const usageLog = new InMemoryUsageLog();
  const totals = new InMemoryUsageTotals();
  const rollups = new InMemoryRollups();
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append(tenant, { version: 1, meters: [aMeter()] });
  const ports = { usageLog, loggedHours: usageLog, catalogs, rollups, clock };
  const told: string[] = [];
  let folded = 0;

  /** As a queue would: again from the beginning whenever it dies. */
  const untilDone = async <Result>(
    work: (seen: UsageTotals & TotalsRepair) => Promise<Result>,
  ): Promise<Result> => {
    for (;;) {
      try {
        return await work(failingTotals(totals, mischief));
      } catch (error) {
        const isFault = error instanceof InvariantViolation || error instanceof TypeError;
        if (!(error instanceof Crash) && isFault) throw error;
      }
    }
  };
  const traffic = async (name: string) => {
    for (let event = 0; event < EVENTS; event += 1) {
      const subject = subjects[event % subjects.length] ?? '';
      const at = timestampOf(occurredAt + (event % 3) * 60_000 + (event % 2) * 3_600_000);
      const key = { tenant, shard: 0, minute: minuteOf(at) };
      const one = anIdentifiedEvent({ id: `${name} ${event}`, subject, occurredAt: at });
      const { blocks } = await new UsageLogWriter(usageLog).append(key, [one]);
      const hour = Math.floor(key.minute / 60);
      const touched = { tenant, shard: 0, hour, coverage: new Map([[key.minute, blocks]]) };
      const onLost = (lost: string) => told.push(lost);
      await untilDone((seen) => refreshHour({ ...ports, totals: seen, onLost }, touched));
      folded += 1;
    }
  };
  const restore = async () => {
    while (folded < 6 + seed) await turns.turn();
    const isLost = losses(turns)[seed % 4];
    if (isLost !== undefined) totals.lose(isLost);
    const step = (place: TotalsPlace) =>
      untilDone((seen) => rebuildTotals({ ...ports, totals: seen }, tenant, place));
    let { next } = await step(firstTotalsPlace);
    while (next !== undefined) ({ next } = await step(next));
  };
  await turns.run([traffic('one'), traffic('two'), restore()]);
  return { usageLog, catalogs, totals, mischief, told };
}

/** Folded anew from the log alone. */
async function anew({ usageLog, catalogs }: Awaited<ReturnType<typeof drill>>) {
  const totals = new InMemoryUsageTotals();
  const blocks = Map.groupBy(usageLog.keys(), ({ minute }) => Math.floor(minute / 60));
  for (const [hour, keys] of blocks) {
    const coverage = new Map(keys.map((key) => [key.minute, usageLog.blocksOf(key).length]));
    await refreshHour({ usageLog, catalogs, totals }, { tenant, shard: 0, hour, coverage });
  }
  return totals;
}

const hashOf = (totals: InMemoryUsageTotals): string => sha256(totals.snapshot()).toString('hex');

describe('a restore drill under usage whose calls fail, crash and race', () => {
  it('makes totals and their progress again, equal to the byte', async () => {
    let [crashes, taken, told] = [0, 0, 0];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const run = await drill(seed);

      expect({ seed, hash: hashOf(run.totals) }).toEqual({ seed, hash: hashOf(await anew(run)) });
      crashes += run.mischief.happened.crashes;
      taken += run.mischief.happened.taken;
      told += run.told.length;
    }
    // A drill in which nothing crashed, nothing raced, and nobody met what was lost, shows nothing.
    expect(Math.min(crashes, taken)).toBeGreaterThan(SEEDS);
    expect(told).toBeGreaterThan(0);
  }, 240_000);
});
