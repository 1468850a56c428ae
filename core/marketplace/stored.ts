import { currencyFrom } from '../kernel/currency.ts';
import { type ExactAmount, exactFrom, exactText } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosFrom, nanosText } from '../kernel/money.ts';
import { type StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import type { MarketplaceProduct, MarketplaceSeller, ProductDimension } from './product.ts';
import {
  type HourReport,
  lineStatuses,
  type MonthWorth,
  type ReportLine,
  type Subscription,
  type UnbookedDay,
} from './subscription.ts';

const VERSION = 1;

/** What is kept of a seller as JSON text. */
export const sellerText = ({ products, ...others }: MarketplaceSeller): string =>
  JSON.stringify({
    version: VERSION,
    ...others,
    products: products.map(({ dimensions, ...product }) => ({
      ...product,
      dimensions: dimensions.map(({ unit, ...one }) => ({ ...one, unit: nanosText(unit) })),
    })),
  });

/** The reverse of `sellerText`. Throws `InvariantViolation` for what is none. */
export function sellerFrom(text: string): MarketplaceSeller {
  const stored = read(text, 'a seller at AWS Marketplace');
  return {
    tenant: stored.text('tenant'),
    products: stored.objects('products').map(productFrom),
    revision: stored.integer('revision'),
  };
}

function productFrom(stored: StoredObject): MarketplaceProduct {
  const currency = currencyFrom(stored.text('currency'));
  invariant(currency !== undefined, 'a product has a currency');
  const dimensions = stored.objects('dimensions').map(dimensionFrom);
  return { code: stored.text('code'), currency, dimensions, url: textIn(stored, 'url') };
}

const dimensionFrom = (stored: StoredObject): ProductDimension => ({
  name: stored.text('name'),
  unit: nanosIn(stored, 'unit'),
  ...(stored.has('charges') ? { charges: stored.texts('charges') } : {}),
});

/** What is kept of a subscription as JSON text. */
export const subscriptionText = (subscription: Subscription): string =>
  JSON.stringify({
    version: VERSION,
    ...subscription,
    months: subscription.months.map(({ month, worth }) => ({ month, worth: exactsText(worth) })),
    before: exactsText(subscription.before),
    reported: countsText(subscription.reported),
    accepted: countsText(subscription.accepted),
    open: subscription.open.map(reportMembers),
    unbooked: subscription.unbooked.map((day) => ({ ...day, amount: nanosText(day.amount) })),
  });

/** The reverse of `subscriptionText`. Throws `InvariantViolation` for what is none. */
export function subscriptionFrom(text: string): Subscription {
  const stored = read(text, 'a subscription');
  return {
    tenant: stored.text('tenant'),
    customer: stored.text('customer'),
    product: stored.text('product'),
    account: stored.text('account'),
    license: textIn(stored, 'license'),
    since: stored.month('since'),
    boundAt: timestampOf(stored.integer('boundAt')),
    endedAt: timeIn(stored, 'endedAt'),
    unlisted: stored.has('unlisted') ? stored.oneOf('unlisted', ['rest', 'gap']) : undefined,
    decided: timeIn(stored, 'decided'),
    months: stored.objects('months').map(monthFrom),
    before: exactsFrom(stored.objects('before')),
    reported: countsFrom(stored.objects('reported')),
    accepted: countsFrom(stored.objects('accepted')),
    open: stored.objects('open').map(reportFrom),
    unbooked: stored.objects('unbooked').map(dayFrom),
    revision: stored.integer('revision'),
  };
}

/** What is kept of a report that is over as JSON text. */
export const reportText = (report: HourReport): string =>
  JSON.stringify({ version: VERSION, ...reportMembers(report) });

/** The reverse of `reportText`. Throws `InvariantViolation` for what is none. */
export const reportFromText = (text: string): HourReport => reportFrom(read(text, 'a report'));

const reportMembers = ({ lines, ...others }: HourReport) => ({
  ...others,
  lines: lines.map(({ units, ...line }) => ({ ...line, units: String(units) })),
});

const reportFrom = (stored: StoredObject): HourReport => ({
  hour: timestampOf(stored.integer('hour')),
  at: timestampOf(stored.integer('at')),
  ...(stored.has('list') ? { list: stored.oneOf('list', ['rest', 'gap']) } : {}),
  product: stored.text('product'),
  account: stored.text('account'),
  license: textIn(stored, 'license'),
  attempt: stored.integer('attempt'),
  lines: stored.objects('lines').map(lineFrom),
});

const lineFrom = (stored: StoredObject): ReportLine => ({
  dimension: stored.text('dimension'),
  units: BigInt(stored.text('units')),
  status: stored.oneOf('status', lineStatuses),
  isPossible: stored.flag('isPossible'),
  ...(stored.has('record') ? { record: stored.text('record') } : {}),
  ...(stored.has('reason') ? { reason: stored.text('reason') } : {}),
  ...(stored.has('isUnsubscribed') ? { isUnsubscribed: true as const } : {}),
  ...(stored.has('isAgain') ? { isAgain: true as const } : {}),
});

const monthFrom = (stored: StoredObject): MonthWorth => ({
  month: stored.month('month'),
  worth: exactsFrom(stored.objects('worth')),
});

const dayFrom = (stored: StoredObject): UnbookedDay => ({
  from: timestampOf(stored.integer('from')),
  amount: nanosIn(stored, 'amount'),
  isClosed: stored.flag('isClosed'),
});

const exactsText = (amounts: ReadonlyMap<string, ExactAmount>) =>
  [...amounts].map(([name, amount]) => ({ name, amount: exactText(amount) }));

const exactsFrom = (stored: readonly StoredObject[]): ReadonlyMap<string, ExactAmount> =>
  new Map(
    stored.map((one) => {
      const amount = exactFrom(one.text('amount'));
      invariant(amount !== undefined, 'a dimension has come to an amount');
      return [one.text('name'), amount] as const;
    }),
  );

const countsText = (counts: ReadonlyMap<string, bigint>) =>
  [...counts].map(([name, count]) => ({ name, count: String(count) }));

const countsFrom = (stored: readonly StoredObject[]): ReadonlyMap<string, bigint> =>
  new Map(stored.map((one) => [one.text('name'), BigInt(one.text('count'))] as const));

function nanosIn(stored: StoredObject, name: string): Nanos {
  const amount = nanosFrom(stored.text(name));
  invariant(amount !== undefined, `${name} is an amount`);
  return amount;
}

function read(text: string, what: string): StoredObject {
  const stored = storedObjectFrom(text, what);
  stored.version(VERSION);
  return stored;
}

const textIn = (stored: StoredObject, name: string): string | undefined =>
  stored.has(name) ? stored.text(name) : undefined;

const timeIn = (stored: StoredObject, name: string) =>
  stored.has(name) ? timestampOf(stored.integer(name)) : undefined;
