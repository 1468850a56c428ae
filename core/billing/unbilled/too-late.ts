import type { RatedCharge } from '../../invoicing/reckoning.ts';
import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import type { Period } from '../../kernel/timestamp.ts';
import { addsUp } from '../../metering/meter.ts';
import type { Charge } from '../../pricing/charge.ts';
import type { RatingPorts } from '../ports.ts';
import { readTallies } from '../rating/read-tallies.ts';
import { partsWithin } from '../rating/subject-periods.ts';
import { chargeTest, UsageTallies } from '../rating/usage-tallies.ts';
import type { PayerMonth } from './payer-months.ts';
import { type UnbilledUsage, unbilledKey } from './unbilled-usage.ts';

/**
 * What of a closed month came when nothing reached back to it any more: what its usage comes to now, charge by charge,
 * less what the books say was billed of it. The books know payers, and not subjects: where one of several subjects used
 * just that much, it was that one.
 */
export async function tooLateUsage(
  ports: RatingPorts,
  tenant: string,
  month: PayerMonth,
): Promise<readonly UnbilledUsage[]> {
  const rows = new Map<string, UnbilledUsage>();
  for (const charge of await month.charges()) {
    const { meter } = charge;
    const missing = decimalOf(charge.quantity - billedOf(month, charge));
    if (charge.kind !== 'usage' || meter === undefined || missing === 0n) continue;
    const subject = await whoseIs(ports, tenant, { month, charge, meter, missing });
    const isCount = await isCounted(ports, tenant, meter);
    const place = {
      subject,
      customer: month.customer.key,
      meter,
      month: month.period.month,
      reason: 'too-late',
    } as const;
    const events = isCount && missing > 0n ? missing / UNITS : undefined;
    const row = { ...place, quantity: missing, events };
    const known = rows.get(unbilledKey(row));
    rows.set(unbilledKey(row), known === undefined ? row : added(known, row));
  }
  return [...rows.values()];
}

const UNITS = 10n ** 12n;

const billedOf = ({ billed }: PayerMonth, { key }: RatedCharge): bigint =>
  billed.reduce((sum, one) => (one.charge === key ? sum + one.quantity : sum), 0n);

async function isCounted(
  { catalogs }: RatingPorts,
  tenant: string,
  meter: string,
): Promise<boolean> {
  const { meters } = await catalogs.latest(tenant, 'strong');
  return meters.some((one) => one.key === meter && one.aggregation === 'count' && addsUp(one));
}

const added = (a: UnbilledUsage, b: UnbilledUsage): UnbilledUsage => ({
  ...a,
  quantity: decimalOf(a.quantity + b.quantity),
  events: a.events === undefined || b.events === undefined ? undefined : a.events + b.events,
});

/** The only subject that used so much under the charge; undefined where there are none or several. */
async function whoseIs(
  ports: RatingPorts,
  tenant: string,
  of: {
    readonly month: PayerMonth;
    readonly charge: RatedCharge;
    readonly meter: string;
    readonly missing: Decimal;
  },
): Promise<string | undefined> {
  const { month, charge, missing } = of;
  const subjects = [...new Set(month.usedBy.map(({ subject }) => subject))];
  if (subjects.length === 1) return subjects[0];
  const used = await quantities(ports, tenant, of);
  const suiting = [...used].filter(([, quantity]) => quantity === missing);
  return charge.quantity > 0n && suiting.length === 1 ? suiting[0]?.[0] : undefined;
}

/** What each subject used under a charge, over its stretch of the month. */
async function quantities(
  ports: RatingPorts,
  tenant: string,
  {
    month: { usedBy, stretches, rules },
    charge,
    meter: key,
  }: { readonly month: PayerMonth; readonly charge: RatedCharge; readonly meter: string },
): Promise<ReadonlyMap<string, Decimal>> {
  const { meters } = await ports.catalogs.latest(tenant, 'strong');
  const meter = meters.find((one) => one.key === key);
  const priced = stretches.flatMap(({ plan, stretch: { version, period } }) =>
    version !== undefined &&
    plan === charge.plan.key &&
    version.effectiveFrom === charge.plan.effectiveFrom &&
    isOver(charge, period)
      ? version.charges
          .filter((one: Charge) => one.key === charge.charge)
          .map((one) => ({ one, charges: version.charges, period }))
      : [],
  );
  const [found] = priced;
  if (meter === undefined || found === undefined || meter.window !== undefined) return new Map();
  const tallies = new Map<string, UsageTallies>();
  const windows = partsWithin(usedBy, found.period).map((part) => {
    const into = tallies.get(part.subject) ?? new UsageTallies();
    tallies.set(part.subject, into);
    return { ...part, into, rules };
  });
  await readTallies(ports, tenant, windows);
  const isWanted = chargeTest(found.one, meter, found.charges);
  return new Map(
    [...tallies].map(([subject, own]) => [subject, own.quantity(key, found.period, isWanted)]),
  );
}

const isOver = ({ stretch }: RatedCharge, { start }: Period): boolean =>
  stretch === undefined || stretch.start === start;
