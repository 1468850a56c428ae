import { Books } from '../../../core/books/books.ts';
import type { Customer } from '../../../core/catalog/customer.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { systemRandom } from '../../../functions/adapters/system-random.ts';
import { inMemoryAuditLog } from '../../fakes/audit-log.ts';
import { InMemoryChain } from '../../fakes/chain.ts';
import { inMemoryKeys } from '../../fakes/keys.ts';
import { inMemoryLogos } from '../../fakes/logos.ts';
import { inMemoryOtlpMappings } from '../../fakes/otlp-mappings.ts';
import { inMemoryPayeeTokens } from '../../fakes/payee-tokens.ts';
import { InMemoryRollups } from '../../fakes/rollups.ts';
import { inMemoryPayees, inMemoryShares } from '../../fakes/shares.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { noWallets } from '../../support/no-wallets.ts';
import { declaredRequest } from '../clients.ts';
import { type Agreements, firstDay, type Terms } from './oracle/agreements.ts';
import { dayAt, daysBetween, midnight, monthAfter } from './oracle/calendar.ts';
import { monthsReachedBack } from './rated-ports.ts';
import type { BillingContext } from './run-context.ts';
import type { BilledTenant, TermsChange } from './scenario.ts';

/** What a change may be refused for, where it reaches into what is closed. */
const CLOSED = 'period.already-invoiced';

/**
 * Says anew what is agreed with a customer, as a program of the tenant would, and tells the oracle what it means.
 * Each change is made between two steps of others.
 */
export class Changes {
  readonly #world: BillingContext;
  readonly #subjects = new Map<string, readonly string[]>();

  constructor(world: BillingContext) {
    this.#world = world;
  }

  /** Tells the oracle what holds when a run begins. */
  begin(): void {
    for (const { name, customers } of this.#world.scenario.tenants) {
      const agreements = this.#world.agreementsOf(name);
      for (const { key, timezone, plan = [], billingDays = [], subjects } of customers) {
        const terms = { zones: [{ zone: timezone, from: '' }], changes: plan, days: billingDays };
        agreements.say(key, terms);
        for (const subject of subjects) agreements.takes(key, subject);
        this.#subjects.set(placeOf(name, key), subjects);
      }
    }
  }

  /** A customer takes a subject that nobody had. */
  async join({ name }: BilledTenant, key: string, subject: string): Promise<void> {
    const subjects = [...this.#subjectsOf(name, key), subject];
    if (await this.#put(name, key, { subjects })) {
      this.#world.agreementsOf(name).takes(key, subject);
      this.#subjects.set(placeOf(name, key), subjects);
    }
  }

  /** What the scenario has for the first tenant. */
  async change(tenant: BilledTenant, change: TermsChange): Promise<void> {
    switch (change.kind) {
      case 'zone':
        return this.#changeZone(tenant, change);
      case 'move':
        return this.#move(tenant, change);
      case 'newcomer':
        return this.#newcomer(tenant, change);
      case 'plan':
        return this.#changePlan(tenant);
      case 'end':
        return this.#endPlan(tenant, change);
      case 'late':
        return this.#listLate(tenant);
      case 'day':
        return this.#changeDay(tenant, change);
    }
  }

  async #changeZone({ name, customers }: BilledTenant, { zone }: TermsChange): Promise<void> {
    const [{ key }] = customers;
    const agreements = this.#world.agreementsOf(name);
    const terms = termsOf(agreements, key);
    const from = dayAt(terms.zones.at(-1)?.zone ?? 'UTC', this.#world.now);
    if (!(await this.#put(name, key, { timezone: zone }))) return;
    if (zone === terms.zones.at(-1)?.zone) return;
    agreements.say(key, { ...terms, zones: [...terms.zones, { zone, from }] });
    this.#world.journal.reached('time zone changed');
  }

  /** Months begin on another day from the first on that has not begun by either. */
  async #changeDay({ name, customers }: BilledTenant, { day = 1 }: TermsChange): Promise<void> {
    const [{ key }] = customers;
    const agreements = this.#world.agreementsOf(name);
    const terms = termsOf(agreements, key);
    const { days = [] } = terms;
    if (!(await this.#put(name, key, { billingDay: day }))) return;
    if (day === (days.at(-1)?.day ?? 1)) return;
    const today = dayAt(terms.zones.at(-1)?.zone ?? 'UTC', this.#world.now);
    const anew = { days: [{ day, from: '' }] };
    const from = [0, 1, 2, 3]
      .map((months) => monthAfter(today.slice(0, 7), months))
      .find(
        (label) =>
          [terms, anew].every((one) => firstDay(one, label) > today) &&
          // 28 February alone is no month.
          daysBetween(firstDay(terms, monthAfter(label, -1)), firstDay(anew, label)).length > 1,
      );
    const kept = days.filter((one) => one.from < (from ?? ''));
    agreements.say(key, { ...terms, days: [...kept, { day, from: from ?? '' }] });
    this.#world.journal.reached('billing day changed');
  }

  /** The last subject of a customer goes to another. */
  async #move({ name, customers }: BilledTenant, _change: TermsChange): Promise<void> {
    const [giver, taker] = customers;
    const own = this.#subjectsOf(name, giver.key);
    const subject = giver.subjects[1];
    if (taker === undefined || subject === undefined) return;
    const agreements = this.#world.agreementsOf(name);
    const zone = termsOf(agreements, giver.key).zones.at(-1)?.zone ?? 'UTC';
    const until = midnight(zone, dayAt(zone, this.#world.now));
    const left = own.filter((one) => one !== subject);
    if (!(await this.#put(name, giver.key, { subjects: left }))) return;
    this.#subjects.set(placeOf(name, giver.key), left);
    agreements.gives(subject, until);
    const subjects = [...this.#subjectsOf(name, taker.key), subject];
    if (!(await this.#put(name, taker.key, { subjects }))) return;
    this.#subjects.set(placeOf(name, taker.key), subjects);
    agreements.takes(taker.key, subject);
    this.#world.journal.reached('subject moved');
  }

  /** Somebody new has a plan from the month on in which that is said. */
  async #newcomer(tenant: BilledTenant, { newcomer: key, zone }: TermsChange): Promise<void> {
    const { name, strays } = tenant;
    const agreements = this.#world.agreementsOf(name);
    const subject = strays.find((one) => !agreements.hasOwner(one));
    if (subject === undefined) return;
    const since = dayAt(zone, this.#world.now).slice(0, 7);
    const body = { name: 'Newcomer', subjects: [subject], timezone: zone, plan: 'large' };
    if (!(await this.#send(name, key, body))) return;
    const changes = [{ plan: 'large', from: `${since}-01` }];
    agreements.say(key, { zones: [{ zone, from: '' }], changes, since });
    agreements.takes(key, subject);
    this.#subjects.set(placeOf(name, key), [subject]);
    this.#world.journal.reached('customer put within a month');
  }

  /** Another plan, with no word of when it begins. */
  async #changePlan({ name, customers }: BilledTenant): Promise<void> {
    const agreements = this.#world.agreementsOf(name);
    const found = customers.find(({ plan = [] }) => plan.every(({ plan: key }) => key === 'small'));
    if (found === undefined) return;
    const { key } = found;
    const terms = termsOf(agreements, key);
    const zone = terms.zones.at(-1)?.zone ?? 'UTC';
    const today = dayAt(zone, this.#world.now);
    const label = [0, -1]
      .map((months) => monthAfter(today.slice(0, 7), months))
      .find((one) => firstDay(terms, one) <= today);
    const from = firstDay(terms, label ?? '');
    if (!(await this.#put(name, key, { plan: 'large' }))) return;
    agreements.say(key, { ...terms, changes: [...terms.changes, { plan: 'large', from }] });
    this.#world.journal.reached('plan put bare');
  }

  /** A subject is listed when its first month is out of reach. */
  async #listLate({ name, customers: [{ key }], strays }: BilledTenant): Promise<void> {
    const agreements = this.#world.agreementsOf(name);
    const subject = strays.find((one) => !agreements.hasOwner(one));
    const { labels } = this.#world.scenario;
    // Where another month is to be closed that reaches back to none but the first.
    if (subject === undefined || labels.length < 4) return;
    const subjects = [...this.#subjectsOf(name, key), subject];
    if (!(await this.#put(name, key, { subjects }))) return;
    this.#subjects.set(placeOf(name, key), subjects);
    agreements.takesLate(key, subject, labels[1]);
    this.#world.journal.reached('subject listed late');
  }

  async #endPlan({ name, customers }: BilledTenant, { isDated }: TermsChange): Promise<void> {
    const agreements = this.#world.agreementsOf(name);
    const found = customers.find(({ plan = [] }) => plan.length === 1);
    if (found === undefined) return;
    const terms = termsOf(agreements, found.key);
    const today = dayAt(terms.zones.at(-1)?.zone ?? 'UTC', this.#world.now);
    const from = isDated ? `${monthAfter(today.slice(0, 7), 1)}-01` : today;
    const changes = [...terms.changes, { plan: null, from }];
    if ((terms.changes.at(-1)?.from ?? '') >= from) return;
    if (!(await this.#put(name, found.key, { plan: changes }))) return;
    agreements.say(found.key, { ...terms, changes });
    this.#world.journal.reached('plan ended');
  }

  #subjectsOf(tenant: string, key: string): readonly string[] {
    return this.#subjects.get(placeOf(tenant, key)) ?? [];
  }

  /** Puts a customer as it is, but for what is said anew. */
  #put(tenant: string, key: string, anew: object): Promise<boolean> {
    const { zones, changes, days = [] } = termsOf(this.#world.agreementsOf(tenant), key);
    return this.#send(tenant, key, {
      billingDay: days.at(-1)?.day,
      name: `Customer ${key}`,
      subjects: this.#subjectsOf(tenant, key),
      timezone: zones.at(-1)?.zone,
      ...(changes.length === 0 ? {} : { plan: changes }),
      ...this.#committed(tenant, key),
      ...anew,
    });
  }

  /** What it commits to, which no change takes away. */
  #committed(tenant: string, key: string): Pick<Customer, 'commitments'> {
    const own = this.#world.scenario.tenants.find(({ name }) => name === tenant);
    const { commitments } = own?.customers.find((one) => one.key === key) ?? {};
    return commitments === undefined ? {} : { commitments };
  }

  /** Whether it was taken. */
  async #send(tenant: string, key: string, body: object): Promise<boolean> {
    const { functions, journal, stores, now, scenario } = this.#world;
    const clock = { now: () => timestampOf(now) };
    const routes = functions.catalog({
      ...stores,
      shardEpochs: scenario.epochs,
      monthsReachedBack,
      clock,
      books: new Books({ log: stores.log, cells: stores.cells, clock }),
      wallets: noWallets,
      ...{ audit: inMemoryAuditLog(), uses: inMemoryAuditLog(), keys: inMemoryKeys() },
      backfill: { send: () => Promise.resolve('sent') },
      ...{ logos: inMemoryLogos(), payees: inMemoryPayees(), shares: inMemoryShares() },
      ...{ payeeTokens: inMemoryPayeeTokens(), random: systemRandom },
      reads: { totals: new InMemoryUsageTotals(), rollups: new InMemoryRollups() },
      chains: new InMemoryChain(clock.now),
      otlpMappings: inMemoryOtlpMappings(),
    });
    const sent = JSON.parse(JSON.stringify(body)) as never;
    try {
      await routes['PUT /v1/customers/{key}'](
        declaredRequest(tenant, { params: { key }, body: sent }),
      );
      journal.note(() => `put ${tenant} ${key} ${JSON.stringify(body)}`);
      return true;
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      journal.note(() => `refused: ${error.code} ${error.message}`);
      if (error.code === CLOSED) return false;
      journal.violated({
        rule: 'what is right is not refused',
        detail: `${error.code}: ${error.message}`,
        about: 'refused',
      });
      return false;
    }
  }
}

const placeOf = (tenant: string, key: string): string => JSON.stringify([tenant, key]);

function termsOf(agreements: Agreements, key: string): Terms {
  const terms = agreements.termsOf(key);
  if (terms === undefined) throw new Error(`there is a customer ${key}`);
  return terms;
}
