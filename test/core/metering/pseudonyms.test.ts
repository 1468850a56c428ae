import { describe, expect, it } from '@jest/globals';
import { putCustomer } from '../../../core/catalog/put-customer.ts';
import { withPseudonyms } from '../../../core/catalog/with-pseudonyms.ts';
import { privateSubject } from '../../../core/kernel/payer.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitionOf } from '../../../core/metering/log/log-key.ts';
import { isPseudonym, newSalt, pseudonymOf } from '../../../core/metering/pseudonyms/pseudonym.ts';
import { aUsageEvent, occurredAt } from '../../fixtures/usage-events.ts';
import { anAggregator, someRandom } from '../../support/an-aggregator.ts';

const minute = 60_000;
const change = { now: timestampOf(0), replaces: undefined };
const press = {
  ...{ key: 'press', name: 'Press', subjects: ['reader-1'], timezone: utc, metadata: {} },
};

describe('a pseudonym', () => {
  it('is the HMAC of tenant and subject under the salt, as it always was', () => {
    const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

    expect(pseudonymOf('acme', 'reader-1', salt)).toBe('pseudonym:-Ci47y3KK7aW-LIo');
  });

  it('is in the partition of its subject, whoever that is', () => {
    const random = someRandom();

    for (const subject of Array.from({ length: 200 }, (_, index) => `reader-${index}`)) {
      const pseudonym = pseudonymOf('acme', subject, newSalt(random, 'acme', subject));
      expect(partitionOf(pseudonym)).toBe(partitionOf(subject));
      expect(isPseudonym(pseudonym)).toBe(true);
    }
  });
});

describe('usage under pseudonyms', () => {
  it('is recorded without its subject, and each subject under one name', async () => {
    const world = anAggregator();
    const { send } = world.aFunction();

    await send({ id: '1' }, { id: '2' }, { id: '3', subject: 'reader-2' });
    await world.aFunction().send({ id: '4' });

    const names = world.recorded().map(({ subject }) => subject);
    expect(names.every(isPseudonym)).toBe(true);
    expect(new Set(names).size).toBe(2);
    expect(world.flow.settled).toEqual([
      { acceptedMinute: 1, recorded: 3, known: 0, quarantined: 0 },
      { acceptedMinute: 1, recorded: 1, known: 0, quarantined: 0 },
    ]);
  });

  it('keeps the subject of private tokens, which names nobody', async () => {
    const world = anAggregator();
    const subject = privateSubject('front', '2026-11');

    await world.aFunction().send({ id: '1', subject }, { id: '2' });

    const names = world.recorded().map((one) => one.subject);
    expect(names.filter((name) => !isPseudonym(name))).toEqual([subject]);
  });

  it('begins with the time that is set, by the time of the event', async () => {
    const world = anAggregator({ from: timestampOf(occurredAt + minute) });

    await world
      .aFunction()
      .send({ id: '1' }, { id: '2', occurredAt: timestampOf(occurredAt + minute) });

    expect(world.recorded().map(({ id, subject }) => [id, isPseudonym(subject)])).toEqual([
      ['1', false],
      ['2', true],
    ]);
  });

  it('has one name for a subject that two functions meet at once', async () => {
    const world = anAggregator();
    const functions = Array.from({ length: 8 }, () => world.aFunction());

    await Promise.all(functions.map(({ send }, index) => send({ id: String(index) })));

    expect(new Set(world.recorded().map(({ subject }) => subject)).size).toBe(1);
    expect(world.recorded()).toHaveLength(8);
  });

  it('takes the salt that is there where the answer to its own was lost', async () => {
    const world = anAggregator();
    const salts = {
      ...world.salts,
      add: async (...asked: Parameters<typeof world.salts.add>) => {
        await world.salts.add(...asked);
        return 'unknown' as const;
      },
    };

    await world.aFunction({ salts }).send({ id: '1' });
    await world.aFunction().send({ id: '2' });

    expect(new Set(world.recorded().map(({ subject }) => subject)).size).toBe(1);
  });

  it('fails the messages of a tenant whose salts cannot be read, and no others', async () => {
    const world = anAggregator();
    const find = async (tenant: string, subjects: readonly string[]) => {
      if (tenant === 'broken') throw new Error('no answer');
      return world.salts.find(tenant, subjects);
    };
    const { aggregate } = world.aFunction({ salts: { ...world.salts, find } });
    const message = (tenant: string) => ({ tenant, admitted: false, events: [aUsageEvent()] });

    const settled = await aggregate([message('broken'), message('acme')]);

    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(world.recorded()).toHaveLength(1);
  });

  it('reads a salt once in a quarter of an hour', async () => {
    const world = anAggregator();
    let reads = 0;
    const find = (...asked: Parameters<typeof world.salts.find>) => {
      reads += 1;
      return world.salts.find(...asked);
    };
    const { send } = world.aFunction({ salts: { ...world.salts, find } });

    await send({ id: '1' });
    await send({ id: '2' }, { id: '3' });
    expect(reads).toBe(1);
    world.clock.now = timestampOf(occurredAt + 15 * minute);
    await send({ id: '4' });

    expect(reads).toBe(2);
    expect(new Set(world.recorded().map(({ subject }) => subject)).size).toBe(1);
  });

  it('stays in clear for a subject that is or was a customer’s', async () => {
    const world = anAggregator();
    const { send } = world.aFunction();
    await putCustomer(world.customers, 'acme', { customer: press, ...change });

    await send({ id: '1' });
    await putCustomer(world.customers, 'acme', { customer: { ...press, subjects: [] }, ...change });
    world.clock.now = timestampOf(occurredAt + minute);
    await send({ id: '2' });

    expect(world.recorded().map(({ subject }) => subject)).toEqual(['reader-1', 'reader-1']);
    expect((await world.salts.find('acme', ['reader-1'])).size).toBe(0);
  });

  it('goes on under the pseudonym that a subject has when a customer takes it, and has that', async () => {
    const world = anAggregator();
    const { send, pseudonyms } = world.aFunction();
    await send({ id: '1' });
    const changed = await withPseudonyms(pseudonyms, 'acme', { customer: press, ...change });
    await putCustomer(world.customers, 'acme', changed);

    await world.aFunction().send({ id: '2' });

    const names = new Set(world.recorded().map(({ subject }) => subject));
    expect(names.size).toBe(1);
    expect(changed.customer.subjects).toEqual(['reader-1', ...names]);
  });

  it('is in clear where a customer took the subject while its salt was made, and looked before', async () => {
    const world = anAggregator();
    const add = async (...asked: Parameters<typeof world.salts.add>) => {
      await putCustomer(world.customers, 'acme', { customer: press, ...change });
      return world.salts.add(...asked);
    };

    await world.aFunction({ salts: { ...world.salts, add } }).send({ id: '1' });
    await world.aFunction().send({ id: '2' });

    expect(world.recorded().map(({ subject }) => subject)).toEqual(['reader-1', 'reader-1']);
  });

  it('has that one name whoever has the subject then, also between two of them', async () => {
    const world = anAggregator();
    const { send, pseudonyms } = world.aFunction();
    const put = async (key: string, subjects: readonly string[]) => {
      const asked = { customer: { ...press, key, subjects }, ...change };
      const named = await withPseudonyms(pseudonyms, 'acme', asked);
      await putCustomer(world.customers, 'acme', named);
    };
    await send({ id: '1' });

    await put('press', ['reader-1']);
    await put('press', []);
    await world.aFunction().send({ id: '2' });
    await put('radio', ['reader-1']);
    await world.aFunction().send({ id: '3' });

    expect(new Set(world.recorded().map(({ subject }) => subject)).size).toBe(1);
    expect(world.recorded()).toHaveLength(3);
  });

  it('goes on under its pseudonym while a customer takes the subject, and where that dies', async () => {
    const world = anAggregator();
    const { send, pseudonyms } = world.aFunction();
    await send({ id: '1' });
    const changed = await withPseudonyms(pseudonyms, 'acme', { customer: press, ...change });
    const customers = {
      ...world.customers,
      put: async () => {
        await world.aFunction().send({ id: '2' });
        throw new Error('no answer');
      },
    };

    await expect(putCustomer(customers, 'acme', changed)).rejects.toThrow('no answer');
    await world.aFunction().send({ id: '3' });

    expect(new Set(world.recorded().map(({ subject }) => subject)).size).toBe(1);
    expect(world.recorded()).toHaveLength(3);
  });

  it('lets an event of quarantine through as it is, under the pseudonym that it has', async () => {
    const world = anAggregator();
    const { send } = world.aFunction();
    await send({ id: '1' });
    await send({ id: '1', data: '{"bytes":2}' });
    const [entry] = await world.quarantined();

    await world.aFunction().send({ ...entry?.event, id: '2' });

    expect(entry?.reason).toBe('conflict');
    expect(new Set(world.recorded().map(({ subject }) => subject)).size).toBe(1);
  });
});
