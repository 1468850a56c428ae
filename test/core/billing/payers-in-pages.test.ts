import { describe, expect, it } from '@jest/globals';
import { dealOut } from '../../../core/billing/run/deal-out.ts';
import { PayerPage } from '../../../core/billing/run/payer-page.ts';
import { RunProgress } from '../../../core/billing/run/progress.ts';
import type { Cell } from '../../../core/books/cell.ts';
import { tenantBillingFrom } from '../../../core/catalog/tenant-billing.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitions } from '../../../core/metering/log/log-key.ts';
import { inMemoryBillingRuns } from '../../fakes/billing-runs.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { someSettings } from '../../fixtures/plans.ts';

const month = monthFrom('2026-01');
const at = timestampOf(Date.UTC(2026, 1, 2));
const billing = tenantBillingFrom(someSettings({ defaultPlan: 'reader' }));

const closedCell = (customer: string, id = `closing of ${customer}`): Cell => ({
  version: 1,
  value: {
    kind: 'period',
    month,
    customer,
    attempt: 1,
    closedBy: { id, issuedAt: at, currency: 'EUR' },
    billed: [],
  },
});

/** Keys as long as they may be, and of letters that UTF-16 and UTF-8 do not sort alike. */
const oddSubjects = ['a', 'x'.repeat(300), '\u{1F600}', '\uFF21', 'é', 'y'.repeat(249), '~'];

describe('progress through payers of any keys', () => {
  it('finds of each what the books have and what is parked', async () => {
    const [cells, runs, customers] = [
      new InMemoryBooksCells(),
      inMemoryBillingRuns(),
      inMemoryCustomers(),
    ];
    const profiles = ['A', 'subject', 'subject-1', 'subjects', 'zebra', '0'];
    for (const key of profiles) {
      const customer = aCustomer({ key, subjects: [`of ${key}`] });
      await customers.put('acme', { key, revision: 1, customer });
    }
    await runs.putUnassigned({ tenant: 'acme', month, partition: 0, subjects: oddSubjects });
    const keys = [...profiles, ...oddSubjects.map((subject) => `subject:${subject}`)];
    const [closed, parked] = [
      keys.filter((_, at) => at % 3 === 0),
      keys.filter((_, at) => at % 3 === 1),
    ];
    for (const customer of closed) {
      await cells.put('acme', { kind: 'period', month, customer }, closedCell(customer));
    }
    for (const customer of parked) {
      const why = { code: 'not-priced', detail: `of ${customer}`, at };
      await runs.park({ tenant: 'acme', month, customer, ...why });
    }
    const ports = { rating: { customers, monthsReachedBack: 2 }, cells, runs };

    const found = new Map<string, string | undefined>();
    for await (const one of new RunProgress(ports, 'acme', { month, billing }).months()) {
      found.set(one.customer, one.closedBy?.id ?? one.parked?.detail);
    }

    const expected = keys.map(
      (key, at) =>
        [
          [key, `closing of ${key}`],
          [key, `of ${key}`],
          [key, undefined],
        ][at % 3],
    );
    expect([...found].toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ['where subjects pay for themselves', billing],
    ['where they do not', { ...billing, defaultPlan: undefined }],
  ])('goes on past any of them with those after it, %s', async (_, theirs) => {
    const [cells, runs, customers] = [
      new InMemoryBooksCells(),
      inMemoryBillingRuns(),
      inMemoryCustomers(),
    ];
    for (const key of ['A', 'subject', 'subjects', 'zebra', '0']) {
      // What a customer pays for is nobody's own, wherever one goes on.
      const customer = aCustomer({ key, subjects: [`of ${key}`] });
      await customers.put('acme', { key, revision: 1, customer });
    }
    const subjects = [...oddSubjects, 'of A', 'of zebra'];
    await runs.putUnassigned({ tenant: 'acme', month, partition: 0, subjects });
    for (const subject of oddSubjects.slice(0, 4)) {
      const customer = `subject:${subject}`;
      await cells.put('acme', { kind: 'period', month, customer }, closedCell(customer));
    }
    const ports = { rating: { customers, monthsReachedBack: 2 }, cells, runs };
    const payersPast = async (after: string): Promise<readonly string[]> => {
      const found: string[] = [];
      const progress = new RunProgress(ports, 'acme', { month, billing: theirs });
      for await (const { customer } of progress.months(after)) found.push(customer);
      return found;
    };

    const all = await payersPast('');

    expect(all).toHaveLength(theirs.defaultPlan === undefined ? 5 : 5 + oddSubjects.length);
    for (const [index, payer] of all.entries()) {
      expect(await payersPast(payer)).toEqual(all.slice(index + 1));
    }
  });
});

/** A tenant of so many customers, each of whose months is closed, made as it is asked for. */
function tenantOf(count: number) {
  const keyOf = (index: number) => `customer-${String(index).padStart(7, '0')}`;
  const next = (after: string) => (after < 'customer-' ? 0 : Number(after.slice(9)) + 1);
  const handed = { out: 0, pages: 0 };
  const page = <Item>(after: string, limit: number, make: (key: string) => Item) => {
    const from = next(after);
    const length = after > keyOf(count) ? 0 : Math.max(0, Math.min(limit, count - from));
    handed.out += length;
    handed.pages += 1;
    return Array.from({ length }, (_, index) => make(keyOf(from + index)));
  };
  const ports: ConstructorParameters<typeof RunProgress>[0] = {
    rating: {
      monthsReachedBack: 2,
      customers: {
        ...inMemoryCustomers(),
        list: async (_, { after, limit }) => {
          const make = (key: string) => ({ key, revision: 1, customer: aCustomer({ key }) });
          const records = page(after, limit, make);
          return { records, more: records.length === limit };
        },
      },
    },
    cells: {
      listPeriod: async (_, { period, after, limit }) =>
        period === month ? page(after, limit, (key) => closedCell(key)) : [],
    },
    runs: { ...inMemoryBillingRuns() },
  };
  return { ports, handed };
}

/** Goes through all months of a tenant: the most that was read and not taken, and pages a thousand customers. */
async function walked(count: number) {
  const { ports, handed } = tenantOf(count);
  let [taken, closed, ahead] = [0, 0, 0];
  for await (const { closedBy } of new RunProgress(ports, 'acme', { month, billing }).months()) {
    taken += 1;
    if (closedBy !== undefined) closed += 1;
    // Of each customer a record and a cell are read.
    ahead = Math.max(ahead, handed.out - 2 * taken);
  }
  return { closed, ahead, pages: handed.pages / (count / 1_000) };
}

describe('how much of a month is held', () => {
  it('is a page of each list, of few customers and of many', async () => {
    const [few, many] = [await walked(2_000), await walked(10_000)];

    expect([few.closed, many.closed]).toEqual([2_000, 10_000]);
    expect(few.ahead).toBeLessThanOrEqual(2_000);
    expect(many.ahead).toBeLessThanOrEqual(2_000);
    expect(many.pages).toBeLessThanOrEqual(few.pages);
  });

  it('is no more than a message of each partition while customers are dealt out', async () => {
    const [perPartition, most] = [2_000, 1_000];
    let [dealt, sent, held] = [0, 0, 0];
    async function* due() {
      for (let index = 0; index < perPartition * partitions; index += 1) {
        dealt += 1;
        held = Math.max(held, dealt - sent);
        yield { customer: `customer-${index}`, partition: (index * 7) % partitions };
      }
    }
    const groups: (readonly string[])[] = [];

    await dealOut(due(), async (some) => {
      groups.push(...some);
      sent += some.flat().length;
    });

    expect(sent).toBe(perPartition * partitions);
    expect(held).toBeLessThanOrEqual(most * partitions + 1);
    expect(new Set(groups.map(({ length }) => length))).toEqual(new Set([most]));
    const partitionsIn = (group: readonly string[]) =>
      new Set(group.map((key) => (Number(key.slice(9)) * 7) % partitions)).size;
    expect(new Set(groups.map(partitionsIn))).toEqual(new Set([1]));
  });
});

describe('the first payers past a place', () => {
  const pageOf = (customers: readonly string[], asked: { after: string; limit: number }) => {
    const first = new PayerPage(asked);
    for (const customer of customers) first.add({ customer });
    const { items, next } = first.page();
    return { customers: items.map(({ customer }) => customer), next };
  };

  it('are by key, in whichever order they come', () => {
    const keys = ['d', 'b', 'subject:a', 'a', 't', 'c'];

    expect(pageOf(keys, { after: '', limit: 2 })).toEqual({ customers: ['a', 'b'], next: 'b' });
    expect(pageOf(keys, { after: 'b', limit: 2 })).toEqual({ customers: ['c', 'd'], next: 'd' });
    expect(pageOf(keys, { after: 'd', limit: 2 })).toEqual({
      customers: ['subject:a', 't'],
      next: undefined,
    });
    expect(pageOf([], { after: '', limit: 2 })).toEqual({ customers: [], next: undefined });
  });
});
