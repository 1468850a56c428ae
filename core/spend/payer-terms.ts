import type { Customer } from '../catalog/customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import type { Currency } from '../kernel/currency.ts';
import { decimalOf } from '../kernel/decimal.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import type { Month } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import { isLevel, type Meter, shownAggregation } from '../metering/meter.ts';
import { isPseudonym } from '../metering/pseudonyms/pseudonym.ts';
import { shown } from '../metering/shown.ts';
import type { DimensionValues } from '../pricing/charge.ts';
import type { DomainTerms, SpendTerms } from './domain.ts';
import { contains, type SpendLine, type SpendMonth } from './spend-month.ts';

/** What of a plan is on the invoice and never held, as no use of anything decides on it alone. */
export interface OutsideSpend {
  /** `charge`: it looks at each event, or is for a level. */
  readonly of: 'fee' | 'minimum' | 'commitment' | 'charge';
  /** Of the fee or the charge; `commitment` where it is that. */
  readonly key: string;
}

/** What is agreed with a payer, as it was read: pure from then on. */
export class PayerTerms implements SpendTerms {
  readonly payer: string;
  readonly currency: Currency;
  readonly calendar: LocalCalendar;
  /** Ascending. */
  readonly months: readonly SpendMonth[];
  readonly #meters: ReadonlyMap<string, Meter>;
  readonly #domains: ReadonlyMap<string, DomainTerms>;

  /** @throws Rejection `customer.unpriced` where nothing says in which currency */
  constructor({
    payer,
    at,
    customer,
    meters,
    months,
  }: {
    readonly payer: string;
    readonly at: Timestamp;
    readonly customer: Customer;
    readonly meters: ReadonlyMap<string, Meter>;
    readonly months: readonly SpendMonth[];
  }) {
    this.payer = payer;
    this.calendar = customerCalendar(customer);
    this.months = months.toSorted((a, b) => a.period.start - b.period.start);
    this.currency = currencyAt(this.months, at) ?? customer.currency ?? refuseUnpriced(at);
    this.#meters = meters;
    this.#domains = new Map(
      this.lines.filter((line) => line.isGateable).map(({ terms }) => [terms.key, terms]),
    );
  }

  /** The usage lines of these months, in the payer's currency. */
  get lines(): readonly SpendLine[] {
    return this.months
      .flatMap((month) => month.lines)
      .filter(({ currency }) => currency === this.currency);
  }

  /** Whether what is used then is priced by what was read; otherwise it is to be read again. */
  covers(at: Timestamp): boolean {
    const month = this.#monthAt(at);
    const version = month?.stretchAt(at)?.stretch.version;
    return month !== undefined && (version?.currency ?? this.currency) === this.currency;
  }

  domain(key: string): DomainTerms | undefined {
    return this.#domains.get(key);
  }

  /** @throws Rejection `meter.not-found` */
  meter(key: string): Meter {
    const meter = this.#meters.get(key);
    if (meter !== undefined) return meter;
    const detail = `name a meter that there is, got ${shown(key)}`;
    throw new Rejection('meter.not-found', detail, { param: '/meter' });
  }

  /**
   * Whose usage it is: the subject that is named, or the only one that the payer pays for then.
   * @throws Rejection `hold.subject-missing` where the payer does not pay for it then, or for several and none is named
   */
  subjectAt(at: Timestamp, named: string | undefined): string {
    const usedBy = this.#monthAt(at)?.usedBy ?? [];
    const then = usedBy.filter(({ period }) => contains(period, at)).map(({ subject }) => subject);
    const clear = then.filter((subject) => !isPseudonym(subject));
    const own = clear.length === 0 ? then : clear;
    const [only] = own;
    if (named !== undefined && then.includes(named)) return named;
    if (named === undefined && only !== undefined && own.length === 1) return only;
    const detail =
      named === undefined
        ? `say in subject whose usage it is: ${this.payer} pays for ${own.length} subjects now`
        : `name a subject that ${this.payer} pays for now, got ${shown(named)}`;
    throw new Rejection('hold.subject-missing', detail, { param: '/subject' });
  }

  /**
   * As `SpendTerms` says.
   * @throws Rejection `meter.not-found`, `customer.unpriced`, `hold.meter-not-gated`, `hold.several-meters`, and
   *   `spend.busy` where the terms do not cover the instant
   */
  chargeFor(at: Timestamp, key: string, dimensions: DimensionValues): DomainTerms {
    if (!this.covers(at)) throw notCovered();
    const meter = this.meter(key);
    const month = this.#monthAt(at);
    if (month?.stretchAt(at) === undefined) return refuseUnpriced(at);
    refuseMixed(month);
    const values = meter.dimensions.map((name) => dimensions[name] ?? null);
    const [line, ...others] = month.linesAt(at, key, values);
    if (line === undefined) {
      throw notGated(`${this.payer} has a plan that charges nothing for it`, key);
    }
    if (others.length > 0) throw severalCharges(key, [line, ...others]);
    if (!line.isGateable) throw notGated(reasonOf(line), key);
    if (line.treatment === undefined) {
      const detail = `nothing says how ${this.payer} is taxed for tax code ${shown(line.taxCode)}`;
      throw notGated(detail, key);
    }
    return line.terms;
  }

  /** Whether anything is charged by what a meter reads then. */
  isPriced(at: Timestamp, meter: Meter, dimensions: readonly (string | null)[]): boolean {
    return this.#monthAt(at)?.isPriced(at, meter, dimensions) ?? false;
  }

  /** The meters that anything is charged by then. */
  pricedMeters(at: Timestamp): readonly Meter[] {
    return this.#monthAt(at)?.pricedMeters(at) ?? [];
  }

  /** What is charged by the plan that is in force then, and that no budget or wallet is asked for. */
  outsideAt(at: Timestamp): readonly OutsideSpend[] {
    const month = this.#monthAt(at);
    const version = month?.stretchAt(at)?.stretch.version;
    if (month === undefined || version === undefined) return [];
    const { fixedFees, charges, minimumCommitment = decimalOf(0n) } = version;
    const lines = month.lines.filter(({ period }) => contains(period, at));
    return [
      ...fixedFees.map(({ key }) => ({ of: 'fee' as const, key })),
      ...charges
        .filter(({ minimum = decimalOf(0n) }) => minimum > 0n)
        .map(({ key }) => ({ of: 'minimum' as const, key })),
      ...(minimumCommitment > 0n ? [{ of: 'commitment' as const, key: 'commitment' }] : []),
      ...lines
        .filter((line) => !line.isGateable)
        .map(({ terms }) => ({ of: 'charge' as const, key: terms.charge.key })),
    ];
  }

  /** In what a month is charged: of its own plans, whatever the payer has now. */
  currencyIn(month: Month): Currency {
    const found = this.months.find(({ period }) => period.month === month);
    const versions = (found?.stretches ?? []).flatMap(({ stretch: { version } }) => version ?? []);
    return versions.at(-1)?.currency ?? this.currency;
  }

  #monthAt(at: Timestamp): SpendMonth | undefined {
    return this.months.find(({ period }) => contains(period, at));
  }
}

/** Of what is in force at an instant; else of what was in force last, or will be first. */
function currencyAt(months: readonly SpendMonth[], at: Timestamp): Currency | undefined {
  const stretches = months.flatMap((month) => month.stretches);
  const before = stretches.findLast(({ stretch: { period } }) => period.start <= at);
  return (before ?? stretches[0])?.stretch.version?.currency;
}

/** Another month, or another plan, has begun since they were read. */
const notCovered = (): Rejection =>
  new Rejection('spend.busy', 'send the same request again: what the payer is charged has changed');

function refuseUnpriced(at: Timestamp): never {
  throw new Rejection(
    'customer.unpriced',
    `give the payer a plan that is in force at ${rfc3339(at)}, or name a default plan in the billing settings: nothing prices what it uses`,
  );
}

/** Such a month is not invoiced before somebody has changed that. */
function refuseMixed({ stretches, period: { month } }: SpendMonth): void {
  const currencies = new Set(
    stretches.flatMap(({ stretch: { version } }) => version?.currency ?? []),
  );
  if (currencies.size <= 1) return;
  const detail = `give the payer plans of one currency in ${month}, got ${[...currencies].join(' and ')}`;
  throw new Rejection('customer.unpriced', detail);
}

const notGated = (why: string, meter: string): Rejection =>
  new Rejection('hold.meter-not-gated', `what ${meter} costs cannot be told beforehand: ${why}`, {
    param: '/meter',
  });

function reasonOf({ meter, terms: { charge } }: SpendLine): string {
  if (isLevel(meter)) {
    return `a meter that is gated counts or sums, and it has ${shownAggregation(meter)}`;
  }
  return `the price of the charge ${charge.key} looks at each event, or counts them beside their sum`;
}

const severalCharges = (meter: string, lines: readonly SpendLine[]): Rejection =>
  new Rejection(
    'hold.several-meters',
    `give dimensions that one charge is for: ${lines.map(({ terms }) => terms.charge.key).join(', ')} all charge for this usage of ${meter}`,
    { param: '/meter' },
  );
