import { describe, expect, it } from '@jest/globals';
import { putCustomer } from '../../../core/catalog/put-customer.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitionOf } from '../../../core/metering/log/log-key.ts';
import { occurredAt } from '../../fixtures/usage-events.ts';
import { anAggregator, dropSaltOf } from '../../support/an-aggregator.ts';

const minute = 60_000;
const change = { now: timestampOf(0), replaces: undefined };
const press = {
  ...{ key: 'press', name: 'Press', subjects: ['reader-1'], timezone: utc, metadata: {} },
};

describe('an event that comes again after its salt was dropped', () => {
  it('is known still, and not counted twice', async () => {
    const world = anAggregator();
    const { send, pseudonyms } = world.aFunction();
    await send({ id: '1' });
    const former = await dropSaltOf(world, pseudonyms, 'reader-1');

    await world.aFunction().send({ id: '1' }, { id: '2' });

    const names = world.recorded().map(({ subject }) => subject);
    expect(names).toHaveLength(2);
    expect(names[0]).toBe(former);
    expect(names[1]).not.toBe(former);
    expect(await world.quarantined()).toEqual([]);
    expect(world.flow.settled.at(-1)).toMatchObject({ recorded: 1, known: 1, quarantined: 0 });
  });

  it('is known where one function still has the dropped salt, and another a new one', async () => {
    const world = anAggregator();
    const [warm, cold] = [world.aFunction(), world.aFunction()];
    await warm.send({ id: '1' });
    await dropSaltOf(world, warm.pseudonyms, 'reader-1');

    await cold.send({ id: '2' });
    await warm.send({ id: '2' });

    expect(world.recorded()).toHaveLength(2);
    expect(await world.quarantined()).toEqual([]);
  });

  it.each([
    ['recorded under the dropped pseudonym, and now in clear', true],
    ['recorded in clear, and now under the dropped pseudonym', false],
  ])('is known where it was %s', async (_, isFirst) => {
    const world = anAggregator();
    const warm = world.aFunction();
    await warm.send({ id: 'before' });
    if (isFirst) await warm.send({ id: '1' });
    await dropSaltOf(world, warm.pseudonyms, 'reader-1');
    await putCustomer(world.customers, 'acme', { customer: press, ...change });

    await world.aFunction().send({ id: '1' });
    await warm.send({ id: '1' });

    expect(world.recorded()).toHaveLength(2);
    expect(await world.quarantined()).toEqual([]);
  });

  it('is in conflict where it says something else', async () => {
    const world = anAggregator();
    const { send, pseudonyms } = world.aFunction();
    await send({ id: '1' });
    await dropSaltOf(world, pseudonyms, 'reader-1');

    await world.aFunction().send({ id: '1', data: '{"bytes":2}' });

    expect(await world.quarantined()).toMatchObject([{ reason: 'conflict' }]);
  });

  it('is known where the time from which there are pseudonyms was moved', async () => {
    const later = timestampOf(occurredAt + minute);
    const world = anAggregator();
    await world.aFunction({ from: later }).send({ id: '1' });

    await world.aFunction().send({ id: '1' });

    expect(world.recorded()).toHaveLength(1);
    expect(await world.quarantined()).toEqual([]);
  });

  it('is late, and known, and not in quarantine', async () => {
    const world = anAggregator();
    const { send, pseudonyms } = world.aFunction();
    await send({ id: '1' });
    await dropSaltOf(world, pseudonyms, 'reader-1');
    world.clock.now = timestampOf(occurredAt + 71 * 24 * 60 * minute);

    await world.aFunction().send({ id: '1' });

    expect(await world.quarantined()).toEqual([]);
  });
});

describe('two events of one identity', () => {
  it('are in conflict where they are of two subjects of one partition', async () => {
    const world = anAggregator();
    const same = Array.from({ length: 1_000 }, (_, index) => `other-${index}`).find(
      (one) => partitionOf(one) === partitionOf('reader-1'),
    );

    await world.aFunction().send({ id: '1' });
    await world.aFunction().send({ id: '1', ...(same === undefined ? {} : { subject: same }) });

    expect(same).toBeDefined();
    expect(await world.quarantined()).toMatchObject([{ reason: 'conflict' }]);
  });
});
