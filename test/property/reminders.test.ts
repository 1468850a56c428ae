import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentsIn } from '../../core/books/block.ts';
import { checkBooks } from '../../core/books/check.ts';
import type { BooksDocument } from '../../core/books/document.ts';
import { daysFrom } from '../../core/kernel/calendar-days.ts';
import { laterDate } from '../../core/kernel/local-calendar.ts';
import { localDate, utc } from '../../core/kernel/time-zone.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { effectOf } from '../../core/reports/effect.ts';
import { tenant } from '../support/some-rails.ts';
import { someReminders } from '../support/some-reminders.ts';

const RUNS = 30;
const DUE_DATE = '2026-02-16';
const steps = [{ afterDays: 3 }, { afterDays: 8 }, { afterDays: 9 }, { afterDays: 20 }];
const customers = ['a', 'b', 'c'];

/** Of one of three invoices of 10 euros, of a customer each. */
const which = fc.nat({ max: customers.length - 1 });
const told = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ is: fc.constant('days'), many: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ is: fc.constant('run'), limit: fc.constantFrom(1, 2, 100) }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('half a run') }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('two runs') }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('pay'), which, amount: fc.constantFrom('3', '10') }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('credit'), which }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('void'), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('pause'),
      which,
      days: fc.integer({ min: 0, max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('hold'), which, isHeld: fc.boolean() }) },
);
type Told = typeof told extends fc.Arbitrary<infer Value> ? Value : never;

type World = Awaited<ReturnType<typeof someReminders>>;

/** What a plain list of what was told says of an invoice, beside what the books say of its money. */
interface Known {
  readonly invoice: string;
  isHeld: boolean;
  pausedUntil: string;
  readonly made: { readonly level: number; readonly day: string }[];
}

class Life {
  readonly #world: World;
  readonly known: readonly Known[];

  constructor(world: World, invoices: readonly string[]) {
    this.#world = world;
    this.known = invoices.map((invoice) => ({ invoice, isHeld: false, pausedUntil: '', made: [] }));
  }

  get today(): string {
    return localDate(this.#world.time.now, utc);
  }

  async hear(one: Told): Promise<void> {
    const world = this.#world;
    const known = 'which' in one ? this.known[one.which] : undefined;
    const { invoice = '' } = known ?? {};
    switch (one.is) {
      case 'days':
        return world.pass(one.many * millisecondsPer.day);
      case 'run':
        return this.wholeRun(one.limit);
      case 'half a run':
        // Whoever made it is gone: what it made stays.
        await world.remind({ limit: 1 });
        return this.#note();
      case 'two runs':
        await Promise.all([world.remind(), world.remind({ limit: 2 })]);
        return this.wholeRun(100);
      case 'pay':
        await world.pay(invoice, one.amount).catch(refused);
        return;
      case 'credit':
        await world.credit(invoice).catch(refused);
        return;
      case 'void':
        await world.void(invoice).catch(refused);
        return;
      case 'pause': {
        const { days } = one;
        const until = days === 0 ? undefined : laterDate(this.today, days);
        const paused = await world.pause(invoice, until).catch(refused);
        if (paused !== undefined && known !== undefined) known.pausedUntil = until ?? '';
        return;
      }
      case 'hold': {
        const { which: place, isHeld } = one;
        await world.hold(customers[place] ?? '', isHeld);
        if (known !== undefined) known.isHeld = isHeld;
      }
    }
  }

  /** Before it, what has to come is reckoned; after it, that and nothing else was made. */
  async wholeRun(limit: number): Promise<void> {
    await this.#note();
    const due = await Promise.all(this.known.map((one) => this.#levelDue(one)));
    const before = this.known.map(({ made }) => made.length);
    let after: Awaited<ReturnType<World['remind']>>['next'];
    do {
      after = (await this.#world.remind({ limit, after })).next;
    } while (after !== undefined);
    await this.#note();
    const made = this.known.map(({ made: all }, place) => all.slice(before[place]));
    expect(made.map((all) => all.map(({ level }) => level))).toEqual(
      due.map((level) => (level === undefined ? [] : [level])),
    );
  }

  /** The level that a run of today has to make, told from the words of docs/reminders.md. */
  async #levelDue({ invoice, isHeld, pausedUntil, made }: Known): Promise<number | undefined> {
    if (isHeld || this.today < pausedUntil || (await this.due(invoice)) <= 0n) return undefined;
    const last = made.at(-1);
    const overdue = daysFrom(DUE_DATE, this.today);
    const daysOf = (level: number): number => steps[level - 1]?.afterDays ?? 0;
    for (let level = steps.length; level > (last?.level ?? 0); level -= 1) {
      if (daysOf(level) > overdue) continue;
      if (last === undefined) return level;
      if (daysFrom(last.day, this.today) >= daysOf(level) - daysOf(last.level)) return level;
    }
    return undefined;
  }

  async due(invoice: string): Promise<bigint> {
    const { amount } = await this.#world.books.due(tenant, invoice);
    return amount;
  }

  async #note(): Promise<void> {
    const made = await this.#world.made();
    for (const one of this.known) {
      one.made.splice(0);
      one.made.push(...made.filter(({ invoice }) => invoice === one.invoice));
    }
  }
}

const refused = (): undefined => undefined;

async function aLife() {
  const world = await someReminders({ steps });
  const invoices: string[] = [];
  for (const customer of customers) invoices.push(await world.invoice('10', 'EUR', customer));
  world.onDay(0);
  return { world, life: new Life(world, invoices) };
}

/** By the documents alone: what was due when a reminder was made, and that no pause was in force. */
function refuseUnlawful(documents: readonly BooksDocument[]): void {
  const due = new Map<string, bigint>();
  const paused = new Map<string, string>();
  const last = new Map<string, { level: number; day: string }>();
  for (const document of documents) {
    const { invoice: about = '', receivable } = effectOf(document);
    due.set(about, (due.get(about) ?? 0n) + receivable);
    if (document.kind === 'pause') paused.set(document.invoice, document.until ?? '');
    if (document.kind !== 'reminder') continue;
    const { invoice, level, day } = document;
    expect(document.due).toBe(due.get(invoice));
    expect(document.due).toBeGreaterThan(0n);
    expect(day >= (paused.get(invoice) ?? '')).toBe(true);
    const before = last.get(invoice) ?? { level: 0, day: '' };
    expect([before.level < level, before.day < day]).toEqual([true, true]);
    last.set(invoice, { level, day });
  }
}

describe('whatever is paid, credited, paused and held between runs of reminders', () => {
  it('nobody is reminded of what is not due, no step comes twice, and none is forgotten', async () => {
    const levels = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(told, { minLength: 15, maxLength: 30 }), async (all) => {
        const { world, life } = await aLife();
        for (const one of all) await life.hear(one);
        await life.wholeRun(100);

        const { blocks } = await world.log.read(tenant, 0);
        const documents = blocks.flatMap(({ bytes }) => documentsIn(bytes));
        refuseUnlawful(documents);
        const { log, cells } = world;
        expect((await checkBooks({ log, cells }, tenant)).faults).toEqual([]);
        for (const { level } of await world.made()) levels.set(level, (levels.get(level) ?? 0) + 1);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // What never happens shows nothing.
    for (const [index] of steps.entries()) expect(levels.get(index + 1)).toBeGreaterThan(0);
  }, 120_000);

  it('such as a payer who pays in part, is paused, and is late again', async () => {
    const { world, life } = await aLife();
    const [invoice = ''] = life.known.map((one) => one.invoice);
    for (const one of [
      { is: 'days', many: 5 },
      { is: 'pay', which: 0, amount: '3' },
      { is: 'run', limit: 100 },
      { is: 'pause', which: 0, days: 9 },
      { is: 'days', many: 8 },
      { is: 'run', limit: 100 },
      { is: 'days', many: 1 },
      { is: 'run', limit: 1 },
    ] as Told[]) {
      await life.hear(one);
    }

    const made = (await world.made()).filter((one) => one.invoice === invoice);

    expect(made).toMatchObject([
      { level: 1, day: '2026-02-21', due: 7_000_000_000n },
      { level: 3, day: '2026-03-02', skipped: [2] },
    ]);
  });
});
