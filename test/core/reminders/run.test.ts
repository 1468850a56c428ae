import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { remindEverywhere } from '../../../core/reminders/run-daily.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { tenant } from '../../support/some-rails.ts';
import { inShort, someReminders, steps } from '../../support/some-reminders.ts';

const customers = ['a', 'b', 'c', 'd', 'e'];

/** Five invoices of five customers, that fell due a week ago. */
async function fiveOverdue(settings?: Parameters<typeof someReminders>[0]) {
  const world = await someReminders(settings);
  for (const customer of customers) await world.invoice('10', 'EUR', customer);
  world.onDay(7);
  return world;
}

describe('a run', () => {
  it('makes so many reminders at most, and says where to go on', async () => {
    const world = await fiveOverdue();
    const made: string[] = [];
    let after: Awaited<ReturnType<typeof world.remind>>['next'];
    let runs = 0;

    do {
      const run = await world.remind({ limit: 2, after });
      made.push(...run.made.map(({ invoice }) => invoice.document.customer));
      after = run.next;
      runs += 1;
    } while (after !== undefined);

    expect(made).toEqual(customers);
    expect(runs).toBe(3);
  });

  it('beside another makes no reminder twice, and none is forgotten', async () => {
    const world = await fiveOverdue();

    const runs = await Promise.all([world.remind(), world.remind(), world.remind()]);

    expect(runs.flatMap(({ made }) => made)).toHaveLength(5);
    const made = await world.made();
    expect(made.map(({ customer }) => customer).sort()).toEqual(customers);
  });

  it('does not remind of what was paid after it was looked at', async () => {
    const world = await someReminders();
    const invoice = await world.invoice('10');
    world.onDay(7);
    const { collections } = world.reminding;
    const paying = {
      ...collections,
      last: async (...asked: Parameters<typeof collections.last>) => {
        await world.pay(invoice, '10');
        return collections.last(...asked);
      },
    };

    const run = await world.remind({}, { collections: paying });

    expect(inShort(run)).toEqual({ made: [], others: [], settled: ['paid'] });
    expect(await world.made()).toEqual([]);
  });

  it('that is dry says what would be made, today or on a day to come, and writes nothing', async () => {
    const world = await fiveOverdue();

    const today = await world.remind({ dryRun: { asOf: undefined } });
    const later = await world.remind({ dryRun: { asOf: '2026-03-02' } });

    expect(today).toMatchObject({ day: '2026-02-23' });
    expect(inShort(today).made).toEqual(['1', '1', '1', '1', '1']);
    expect(later.made[0]).toMatchObject({ id: undefined, level: 2, skipped: [1], daysOverdue: 14 });
    expect(await world.made()).toEqual([]);
  });

  it('does not look at what fell due more than a year ago', async () => {
    const world = await fiveOverdue();

    world.onDay(365);
    const last = await world.remind({ dryRun: { asOf: undefined } });
    world.onDay(366);
    const none = await world.remind();

    expect(last.made).toHaveLength(5);
    expect(inShort(none)).toEqual({ made: [], others: [], settled: [] });
  });

  it('begins in books of many blocks at what was recorded within two years', async () => {
    const world = await someReminders();
    for (const customer of customers) {
      await world.invoice('10', 'EUR', customer);
      world.pass(200 * millisecondsPer.day);
    }
    const read: number[] = [];
    const { log } = world.reminding;
    const counted = {
      readOne: log.readOne.bind(log),
      append: log.append.bind(log),
      read: (...asked: Parameters<typeof log.read>) => {
        read.push(asked[1]);
        return log.read(...asked);
      },
    };

    const run = await world.remind({}, { log: counted as typeof log });

    expect(read).toEqual([1]);
    expect(run.made.map(({ invoice }) => invoice.document.customer)).toEqual(['e']);
  });
});

describe('the run of a day', () => {
  const atNine = { steps, atHour: 9 };
  const look = { kind: 'look' };
  const at = (
    world: Awaited<ReturnType<typeof fiveOverdue>>,
    hour: number,
    minute: number,
  ): void => {
    const noon = Date.UTC(2026, 1, 23, 12);
    world.onDay(7);
    world.pass(Date.UTC(2026, 1, 23, hour, minute) - noon);
  };

  it('comes in the hour of the settings, once', async () => {
    const world = await fiveOverdue(atNine);
    const counts: number[] = [];

    for (const [hour, minute] of [
      [8, 9],
      [9, 9],
      [9, 24],
      [10, 9],
    ] as const) {
      at(world, hour, minute);
      await world.run(look);
      counts.push((await world.made()).length);
    }

    expect(counts).toEqual([0, 5, 5, 5]);
  });

  it('goes by the hour in which it was asked for, however long its message waited', async () => {
    const world = await fiveOverdue(atNine);
    at(world, 9, 9);
    const asked = world.time.now;
    at(world, 11, 0);

    await world.run({ kind: 'remind', tenant, at: asked });

    expect(await world.made()).toHaveLength(5);
  });

  it('is nobody’s who names no hour, or has no reminders at all', async () => {
    const asking = await fiveOverdue({ steps });
    const without = await someReminders(undefined);
    at(asking, 9, 9);

    await asking.run(look);
    await without.run({ kind: 'remind', tenant, at: asking.time.now });

    expect(await asking.made()).toEqual([]);
  });

  it('is asked for by the first look of an hour, of each tenant', async () => {
    const { settings } = await someReminders(atNine);
    const queue = inMemoryQueue();
    const hour = Date.UTC(2026, 1, 23, 9);

    for (const minute of [9, 24, 39, 54]) {
      const now = hour + minute * millisecondsPer.minute;
      await remindEverywhere({ settings, queue }, now as Parameters<typeof remindEverywhere>[1]);
    }

    expect(queue.bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
      { version: 1, kind: 'remind', tenant, at: hour + 9 * millisecondsPer.minute },
    ]);
  });
});
