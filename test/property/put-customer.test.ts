import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomerChange } from '../../core/catalog/customer.ts';
import type { Customers } from '../../core/catalog/ports.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { tenuresOf } from '../../core/catalog/tenures.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { aCustomer } from '../fixtures/customers.ts';

const subjects = ['s1', 's2', 's3'];
const keys = ['c1', 'c2', 'c3'];

class Crash extends Error {}

/** One request: which customer is to have which subjects, and after how many calls its function dies. */
interface Attempt {
  readonly key: string;
  readonly subjects: readonly string[];
  readonly crashAfter: number;
}

const anAttempt: fc.Arbitrary<Attempt> = fc.record({
  key: fc.constantFrom(...keys),
  subjects: fc.uniqueArray(fc.constantFrom(...subjects), { maxLength: 3 }),
  crashAfter: fc.oneof(
    { weight: 3, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
  ),
});

/**
 * What becomes of each put: done and said so, done but the answer lost, lost on the way, or done after the caller gave
 * up.
 */
type Weather = readonly ('fine' | 'answer lost' | 'request lost' | 'late')[];
const weather: fc.Arbitrary<Weather> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('fine' as const) },
    { weight: 1, arbitrary: fc.constant('answer lost' as const) },
    { weight: 1, arbitrary: fc.constant('request lost' as const) },
    { weight: 1, arbitrary: fc.constant('late' as const) },
  ),
  { minLength: 1, maxLength: 40 },
);

/**
 * The store as one request sees it: every call at a time the scheduler picks, puts in bad weather, and a crash in
 * between.
 */
function seenBy(
  store: Customers,
  scheduler: fc.Scheduler,
  { crashAfter, puts }: { readonly crashAfter: number; readonly puts: () => Weather[number] },
): Customers {
  let calls = 0;
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await scheduler.schedule(Promise.resolve(), 'call');
    calls += 1;
    if (calls > crashAfter) throw new Crash();
    return work();
  };
  const put = (work: () => Promise<PutOutcome>) =>
    call(async (): Promise<PutOutcome> => {
      const fate = puts();
      if (fate === 'request lost') return 'unknown';
      if (fate === 'late') {
        void scheduler.schedule(Promise.resolve(), 'late put').then(work);
        return 'unknown';
      }
      const outcome = await work();
      return fate === 'fine' ? outcome : 'unknown';
    });
  return {
    get: (tenant, key) => call(() => store.get(tenant, key)),
    list: (tenant, page) => call(() => store.list(tenant, page)),
    claims: (tenant, wanted) => call(() => store.claims(tenant, wanted)),
    keepPast: (tenant, record) =>
      call(async () => ((await store.keepPast(tenant, record)) === 'put' ? 'put' : 'unknown')),
    listPast: (tenant, page) => call(() => store.listPast(tenant, page)),
    oldestPast: (tenant, key) => call(() => store.oldestPast(tenant, key)),
    put: (tenant, record) => put(() => store.put(tenant, record)),
    putClaim: (tenant, claim) => put(() => store.putClaim(tenant, claim)),
  };
}

async function ownersIn(store: Customers): Promise<Map<string, string[]>> {
  const { records } = await store.list('acme', { after: '', limit: 100 });
  const owners = new Map<string, string[]>();
  for (const { key, customer } of records) {
    for (const subject of customer?.subjects ?? []) {
      owners.set(subject, [...(owners.get(subject) ?? []), key]);
    }
  }
  return owners;
}

/** Tenures of one subject that overlap. */
async function sharedIn(store: Customers) {
  const { records } = await store.list('acme', { after: '', limit: 100 });
  const tenures = records.flatMap(({ customer }) =>
    customer === undefined ? [] : tenuresOf(customer),
  );
  return tenures.filter((one, index) =>
    tenures
      .slice(index + 1)
      .some(
        (other) =>
          other.subject === one.subject &&
          other.period.start < one.period.end &&
          one.period.start < other.period.end,
      ),
  );
}

async function outcomeOf(work: Promise<unknown>): Promise<'done' | 'refused' | 'crashed'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Rejection) return 'refused';
    if (error instanceof Crash) return 'crashed';
    throw error;
  }
}

const change = (key: string, wanted: readonly string[], day = 0): CustomerChange => ({
  customer: aCustomer({ key, subjects: wanted }),
  now: timestampOf(Date.UTC(2026, 0, 10 + day)),
  replaces: undefined,
});

describe('putCustomer', () => {
  it('never lets two customers have one subject, however requests race, crash and lose answers', async () => {
    const seen = { done: 0, refused: 0, crashed: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(anAttempt, { minLength: 2, maxLength: 5 }),
        weather,
        async (scheduler, attempts, fates) => {
          const store = inMemoryCustomers();
          let puts = 0;
          const fate = () => fates[puts++ % fates.length] ?? 'fine';
          const running = attempts.map(({ key, subjects: wanted, crashAfter }, day) => {
            const view = seenBy(store, scheduler, { crashAfter, puts: fate });
            return outcomeOf(putCustomer(view, 'acme', change(key, wanted, day)));
          });
          await scheduler.waitFor(Promise.all(running));

          for (const outcome of await Promise.all(running)) seen[outcome] += 1;
          const owners = await ownersIn(store);
          const claims = await store.claims('acme', subjects);
          for (const [subject, names] of owners) {
            expect(names).toHaveLength(1);
            expect(claims.get(subject)?.customer).toBe(names[0]);
          }
          expect(await sharedIn(store)).toEqual([]);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(Math.min(seen.done, seen.refused, seen.crashed)).toBeGreaterThan(50);
  }, 60_000);

  it('leaves nothing behind that would keep the next one from a subject nobody has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(anAttempt, { minLength: 1, maxLength: 4 }),
        weather,
        async (scheduler, attempts, fates) => {
          const store = inMemoryCustomers();
          let puts = 0;
          const running = attempts.map(({ key, subjects: wanted, crashAfter }) => {
            const view = seenBy(store, scheduler, {
              crashAfter,
              puts: () => fates[puts++ % fates.length] ?? 'fine',
            });
            return outcomeOf(putCustomer(view, 'acme', change(key, wanted)));
          });
          await scheduler.waitFor(Promise.all(running));
          const owners = await ownersIn(store);
          const free = subjects.filter((subject) => !owners.has(subject));

          const { outcome } = await putCustomer(store, 'acme', change('newcomer', free));

          expect(outcome).toBe('created');
          expect((await store.get('acme', 'newcomer'))?.customer?.subjects).toEqual(free);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  it('keeps all that was done when requests for different subjects race in fine weather', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const store = inMemoryCustomers();
        const running = keys.map((key, index) => {
          const view = seenBy(store, scheduler, {
            crashAfter: Number.POSITIVE_INFINITY,
            puts: () => 'fine',
          });
          return putCustomer(view, 'acme', change(key, [`s${index}`]));
        });
        await scheduler.waitFor(Promise.all(running));

        expect(await ownersIn(store)).toEqual(
          new Map([
            ['s0', ['c1']],
            ['s1', ['c2']],
            ['s2', ['c3']],
          ]),
        );
      }),
      { numRuns: 100 },
    );
  });
});
