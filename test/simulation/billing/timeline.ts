import type { Dice } from '../dice.ts';
import { Arrivals } from './arrivals.ts';
import { hasBillingDays } from './billing-days.ts';
import type { Cashiers } from './cashiers.ts';
import type { Changes } from './changes.ts';
import { monthAfter } from './oracle/calendar.ts';
import type { BooksWatch } from './oracle/watch.ts';
import type { Correction, People } from './people.ts';
import type { BillingContext } from './run-context.ts';
import type { BilledTenant } from './scenario.ts';

/** Things that happen at the same time, in any order. */
export interface Scene {
  readonly at: number;
  readonly acts: readonly (() => void)[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const checks = ['unreconciled', 'quarantine-open', 'identity-repeated', 'out-of-bounds'] as const;

/** Who does what when: what happens in a month, at its end, and while it is billed. */
export class Timeline {
  readonly #world: BillingContext;
  readonly #people: People;
  readonly #cashiers: Cashiers;
  readonly #changes: Changes;
  readonly #watch: BooksWatch;
  readonly #dice: Dice;
  readonly #arrivals: Arrivals;
  readonly #usageEnd: number;
  #strays: { readonly tenant: BilledTenant; readonly subject: string }[];

  constructor(
    world: BillingContext,
    {
      people,
      cashiers,
      changes,
      watch,
    }: {
      readonly people: People;
      readonly cashiers: Cashiers;
      readonly changes: Changes;
      readonly watch: BooksWatch;
    },
  ) {
    this.#world = world;
    this.#people = people;
    this.#cashiers = cashiers;
    this.#changes = changes;
    this.#watch = watch;
    this.#dice = world.dice;
    const { labels, tenants, restamps } = world.scenario;
    const ends = labels.slice(0, -1).map(endOf);
    this.#arrivals = new Arrivals(world.dice, ends, restamps);
    this.#usageEnd = Math.max(...ends) + 14 * HOUR_MS;
    this.#strays = tenants.flatMap((tenant) =>
      tenant.strays.map((subject) => ({ tenant, subject })),
    );
  }

  /** All scenes of a run, in the order of time. */
  scenes(): Scene[] {
    return this.#world.scenario.labels.flatMap((label, index) => this.#monthOf(label, index));
  }

  #monthOf(label: string, index: number): Scene[] {
    const { dice } = this.#world;
    const end = endOf(label);
    const isLast = index === this.#world.scenario.labels.length - 1;
    const uses = isLast ? [] : this.#usage();
    const schedule = () => this.#schedule();
    const hourly = this.#often(0.5, () => {
      this.#sweep(false);
    });
    const persons = () => [
      ...this.#some(0.3, this.#ask(label)),
      ...this.#corrections(index),
      ...this.#money(),
    ];
    const scenes: Scene[] = [
      { at: end - 20 * DAY_MS, acts: this.#usage() },
      // A lag that lasted until a month is out of reach would be lost: a month is recounted when it is closed, and not
      // again.
      { at: end - 10 * DAY_MS, acts: [() => void this.#world.usage.catchUp(() => true)] },
      { at: end - 9 * DAY_MS, acts: this.#saysAnew(index, false) },
      // Months that begin on another day have ended meanwhile.
      { at: end - 8 * DAY_MS, acts: hasBillingDays(this.#world.scenario) ? hourly : [] },
      { at: end - 30 * HOUR_MS, acts: uses },
      {
        at: end + dice.between(-12, 13) * HOUR_MS,
        acts: [
          ...uses,
          ...this.#some(0.4, this.#ask(label)),
          ...this.#some(0.1, this.#look(label)),
        ],
      },
      {
        at: end + DAY_MS + HOUR_MS / 12,
        acts: [
          ...schedule(),
          ...uses,
          ...this.#joins(index),
          ...persons(),
          ...this.#clearings(0.3),
        ],
      },
      { at: end + DAY_MS + HOUR_MS / 2, acts: [...hourly, ...this.#approvals(index)] },
      {
        at: end + 2 * DAY_MS + 2 * HOUR_MS,
        acts: [
          ...hourly,
          ...(isLast ? [] : this.#usage()),
          ...this.#clearings(0.6),
          ...this.#approvals(index),
          ...this.#joins(index),
          ...persons(),
        ],
      },
      { at: end + 66 * HOUR_MS, acts: this.#saysAnew(index, true) },
      {
        at: end + 5 * DAY_MS,
        acts: [...hourly, ...this.#clearings(0.9), ...this.#approvals(index), ...persons()],
      },
    ];
    return scenes.filter(({ acts }) => acts.length > 0);
  }

  #usage(): (() => void)[] {
    return this.#world.scenario.tenants.flatMap((tenant) =>
      this.#often(0.7, () => {
        const { usage, now, dice } = this.#world;
        const events = this.#arrivals.some(tenant, { now, end: this.#usageEnd });
        if (events.length === 0) return;
        const isTotalled = dice.chance(0.85);
        this.#noteCrossing(tenant.name);
        void usage.arrives({ tenant: tenant.name, events, isTotalled });
      }),
    );
  }

  #noteCrossing(tenant: string): void {
    const { journal, stores } = this.#world;
    const isBilling = stores.queues.billing
      .inFlight()
      .some(({ body }) => body.includes('"close"') && body.includes(JSON.stringify(tenant)));
    if (isBilling) journal.reached('usage crossed the close');
  }

  /** The monthly schedule, which fires once, twice or never. */
  #schedule(): (() => void)[] {
    const { dice, journal } = this.#world;
    const times = dice.pick([0, 1, 1, 2] as const);
    if (times === 2) journal.reached('schedule fired twice');
    if (times === 0) journal.reached('schedule never fired');
    return Array.from({ length: times }, () => () => {
      this.#sweep(true);
    });
  }

  #sweep(again: boolean): void {
    this.post({ kind: 'sweep', again });
  }

  /** What EventBridge puts on the billing queue. */
  post(message: object): void {
    const { stores, scheduler } = this.#world;
    stores.queues.billing.send(JSON.stringify(message), scheduler.now);
  }

  #ask(label: string) {
    return (tenant: BilledTenant): void => {
      const overrides = this.#dice.chance(0.4) ? this.#dice.some(checks, 0.5) : [];
      if (this.#world.now < endOf(label) + 13 * HOUR_MS) {
        this.#world.journal.reached('asked too early');
      }
      this.#people.askFor(tenant.name, label, overrides);
      if (this.#dice.chance(0.3)) this.#people.askFor(tenant.name, label, overrides);
    };
  }

  #look(label: string) {
    return ({ name }: BilledTenant): void => {
      this.#people.lookAt(name, label);
    };
  }

  #approvals(index: number): (() => void)[] {
    const { labels } = this.#world.scenario;
    return labels.slice(Math.max(0, index - 1), index + 1).flatMap((label) =>
      this.#some(0.4, ({ name }) => {
        this.#people.approve(name, label, () => this.#dice.chance(0.7));
      }),
    );
  }

  #corrections(index: number): (() => void)[] {
    return this.#some(index === 0 ? 0.3 : 0.5, ({ name }) => {
      const { invoices } = this.#watch.booksOf(name);
      const [first, ...rest] = invoices;
      if (first === undefined) return;
      const invoice = this.#dice.pick([first, ...rest]);
      const correction = this.#correction();
      this.#people.correct(name, invoice, correction);
      // The same person again, or another who has the same invoice open.
      if (this.#dice.chance(0.3)) this.#people.correct(name, invoice, correction);
      while (this.#dice.chance(0.6)) this.#people.correct(name, invoice, this.#correction());
    });
  }

  #money(): (() => void)[] {
    return this.#some(0.5, ({ name }) => {
      const { invoices, payments } = this.#watch.booksOf(name);
      const [first, ...rest] = invoices;
      if (first === undefined) return;
      do {
        this.#cashiers.handle(name, this.#dice.pick([first, ...rest]), payments);
      } while (this.#dice.chance(0.7));
    });
  }

  #correction(): Correction {
    const dice = this.#dice;
    switch (dice.below(4)) {
      case 0:
        return { kind: 'credit', key: dice.pick(['k1', 'k2']), isWhole: dice.chance(0.5) };
      case 1:
        return { kind: 'pay', reference: dice.pick(['r1', 'r2']) };
      default:
        return { kind: 'void', afterwards: dice.chance(0.75) ? 'rebill' : 'forgive' };
    }
  }

  /** Totals catch up with the log, and quarantine is cleared, of some things. */
  #clearings(chance: number): (() => void)[] {
    const { usage, scenario } = this.#world;
    return [
      ...this.#often(chance, () => {
        void usage.catchUp(() => this.#dice.chance(0.8));
      }),
      ...scenario.tenants.flatMap(({ name }) =>
        this.#often(chance, () => {
          void usage.dismiss(name, () => this.#dice.chance(0.8));
        }),
      ),
    ];
  }

  /** A customer takes a subject that nobody had; early enough that all it used can still be billed. */
  #joins(index: number): (() => void)[] {
    if (index > 0) return [];
    return this.#often(0.3, () => {
      const [joining, ...rest] = this.#strays;
      if (joining === undefined) return;
      this.#strays = rest;
      const { tenant, subject } = joining;
      this.#world.journal.reached('subject assigned later');
      const [{ key }] = tenant.customers;
      void this.#changes.join(tenant, key, subject);
    });
  }

  /** The one change of a run, if this is its time. */
  #saysAnew(index: number, isSoon: boolean): (() => void)[] {
    const { change, tenants } = this.#world.scenario;
    if (change === undefined) return [];
    const { kind, isEarly } = change;
    const isLate = kind === 'late';
    const at = isLate ? 2 : isEarly ? 0 : 1;
    if (index !== at || isSoon !== (isLate || isEarly)) return [];
    return [() => void this.#changes.change(tenants[0], change)];
  }

  #often(chance: number, act: () => void): (() => void)[] {
    return this.#dice.chance(chance) ? [act] : [];
  }

  /** The act, for some of the tenants. */
  #some(chance: number, act: (tenant: BilledTenant) => void): (() => void)[] {
    return this.#world.scenario.tenants.flatMap((tenant) =>
      this.#often(chance, () => {
        act(tenant);
      }),
    );
  }
}

/** When a month is over in UTC. */
export const endOf = (label: string): number => Date.parse(`${monthAfter(label, 1)}-01T00:00:00Z`);
