import type { Clock } from '../kernel/clock.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { amountText } from '../kernel/money.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import { decideHour, dueHour } from './decide.ts';
import type {
  Marketplace,
  MarketplaceBooks,
  MeteredAnswer,
  SubscriptionNotice,
  Subscriptions,
  UsageWorth,
} from './ports.ts';
import type { MarketplaceProduct } from './product.ts';
import { sendUnits, type UnitsToSend } from './send.ts';
import { markSent, overDays, type SentLine, withAnswers, withTooLate } from './settle.ts';
import { type HourReport, isOver, reportPlace, type Subscription } from './subscription.ts';
import { overOf } from './unreported.ts';

/** What subscriptions are looked after with. */
export interface LookPorts {
  readonly subscriptions: Subscriptions;
  readonly marketplace: Pick<Marketplace, 'meter'>;
  readonly worth: UsageWorth;
  readonly books: MarketplaceBooks;
  readonly clock: Clock;
  readonly onNotice: (notice: SubscriptionNotice) => void;
}

/** Of a page: each is rated as a preview is. */
const SUBSCRIPTIONS_PER_PAGE = 20;
const RATED_AT_ONCE = 4;
/** Each time, somebody else has put it. */
const ATTEMPTS_MAX = 20;
/** So long may AWS refuse something before a person is told. */
const STUCK_MS = 3_600_000;

/** Where a subscription is, and what it sells by. */
interface Place extends SentLine {
  readonly customer: string;
}

/**
 * Reports what is to be reported of a page of a tenant's subscriptions, and books what is accepted. Answers where the
 * next page begins. What is decided is put before AWS hears of it, so that whoever goes on says the same.
 */
export async function lookAtSubscriptions(
  ports: LookPorts,
  tenant: string,
  after: string | undefined,
): Promise<string | undefined> {
  const seller = await ports.subscriptions.seller(tenant);
  const page = { after, limit: SUBSCRIPTIONS_PER_PAGE };
  const { items, next } = await ports.subscriptions.list(tenant, page);
  for (const product of seller?.products ?? []) {
    const own = items.filter(({ product: code }) => code === product.code);
    const ready = await inParallel(RATED_AT_ONCE, own, (one) => readied(ports, one, product));
    await report(ports, tenant, { product, units: ready.flatMap((units) => units ?? []) });
    for (const [index, one] of own.entries()) {
      // Of most that have ended, nothing is left to do.
      if (!isBusy(one) && ready[index] === undefined) continue;
      await tidied(ports, { tenant, customer: one.customer, product });
    }
  }
  return next;
}

const isBusy = ({ open, unbooked }: Subscription): boolean =>
  open.length > 0 || unbooked.length > 0;

/**
 * Decides the hour that is due, marks what is sent again, and answers all that is to be sent; undefined where there was
 * nothing to do.
 */
async function readied(
  ports: LookPorts,
  listed: Subscription,
  product: MarketplaceProduct,
): Promise<readonly UnitsToSend<Place>[] | undefined> {
  const now = ports.clock.now();
  const settled = withTooLate(listed, now, product);
  const marked = hasPending(settled) ? markSent(settled) : settled;
  const decided = await decidedOf(ports, marked, { product, now });
  if (decided === listed) return undefined;
  if (!(await isPut(ports, decided))) return [];
  tellListed(ports, listed, decided);
  tellOver(ports, product, { before: listed, after: decided });
  return toSend(decided, listed);
}

const hasPending = ({ open }: Subscription): boolean => open.some((report) => !isOver(report));

async function decidedOf(
  { worth, onNotice }: LookPorts,
  subscription: Subscription,
  { product, now }: { readonly product: MarketplaceProduct; readonly now: Timestamp },
): Promise<Subscription> {
  const due = dueHour(subscription, now);
  if (due === undefined) return subscription;
  const { tenant, customer, since } = subscription;
  const read = await worth.read(tenant, { customer, since });
  const stuck = (detail: string): Subscription => {
    onNotice({ event: 'subscription.stuck', tenant, customer, detail });
    return subscription;
  };
  if (read.kind === 'unknown') return stuck(read.detail);
  const other = read.months.find(({ currency }) => currency !== product.currency);
  if (other !== undefined) {
    return stuck(
      `give the customer a plan in ${product.currency}, which the product has, got ${other.currency} in ${other.month}`,
    );
  }
  return decideHour(subscription, due, { product, months: read.months });
}

/** What AWS will not bill, a person is told. */
function tellListed({ onNotice }: LookPorts, before: Subscription, after: Subscription): void {
  const list = after.open.at(-1);
  if (list?.list === undefined || after.unlisted === before.unlisted) return;
  const units = list.lines.map((line) => `${line.units} ${line.dimension}`).join(', ');
  const why = list.list === 'rest' ? 'after its end' : 'while nobody subscribed';
  const { tenant, customer } = after;
  const detail = `AWS is not told of ${units}, used ${why}: its invoice asks for that`;
  onNotice({ event: 'subscription.unreported', tenant, customer, detail });
}

/** What is at AWS above what all comes to, a person is told each time that it grows. */
function tellOver(
  { onNotice }: LookPorts,
  product: MarketplaceProduct,
  { before, after }: { readonly before: Subscription; readonly after: Subscription },
): void {
  const over = overOf(after, product);
  if (over <= overOf(before, product)) return;
  const { tenant, customer } = after;
  const amount = amountText(over, product.currency);
  const detail = `AWS has accepted ${amount} more than all comes to by now: what comes next is set off, or refund it at AWS`;
  onNotice({ event: 'subscription.over', tenant, customer, detail });
}

const isPut = async ({ subscriptions }: LookPorts, next: Subscription): Promise<boolean> =>
  (await subscriptions.put({ ...next, revision: next.revision + 1 })) === 'put';

/** All that waits, as it was put; by `before` it is known what AWS may have had before. */
function toSend(subscription: Subscription, before: Subscription): readonly UnitsToSend<Place>[] {
  const { customer } = subscription;
  return subscription.open.flatMap(({ hour, at, account, license, attempt, list, lines }) =>
    lines.flatMap(({ dimension, units, status }) => {
      if (status !== 'pending' || list !== undefined) return [];
      const was = before.open.find((one) => one.hour === hour && one.list === undefined);
      const line = was?.lines.find((one) => one.dimension === dimension);
      const wasPossible = line?.isPossible === true;
      const place = { customer, hour, dimension, attempt, wasPossible };
      return [{ place, account, license, dimension, units, at }];
    }),
  );
}

async function report(
  ports: LookPorts,
  tenant: string,
  {
    product,
    units,
  }: { readonly product: MarketplaceProduct; readonly units: readonly UnitsToSend<Place>[] },
): Promise<void> {
  const { code, url } = product;
  const told = await sendUnits(ports.marketplace, { product: code, url }, units);
  for (const [customer, own] of Map.groupBy(told, ({ place }) => place.customer)) {
    const answered = own.map(({ place: line, answer }) => ({ line, answer }));
    let before: Subscription | undefined;
    const after = await changed(ports, { tenant, customer }, (now) => {
      before = now;
      return withAnswers(now, answered, product);
    });
    if (before !== undefined && after !== undefined) tellOver(ports, product, { before, after });
    tellRefused(ports, { tenant, customer }, answered);
  }
}

interface Whose {
  readonly tenant: string;
  readonly customer: string;
}

/** What AWS refuses for what it says needs a person, who has a day to mend it. */
function tellRefused(
  { onNotice, clock }: LookPorts,
  { tenant, customer }: Whose,
  answered: readonly { readonly line: SentLine; readonly answer: MeteredAnswer }[],
): void {
  const of = answered.find(({ line, answer }) => {
    const isLong = clock.now() - line.hour > STUCK_MS + STUCK_MS;
    return answer.kind === 'refused' || (isLong && answer.kind !== 'accepted');
  });
  if (of === undefined) return;
  const { answer, line } = of;
  const why = 'detail' in answer ? answer.detail : answer.kind;
  const detail = `${line.dimension} of ${rfc3339(line.hour)} is not accepted: ${why}`;
  onNotice({ event: 'subscription.stuck', tenant, customer, detail });
}

/** Changes a subscription, as it is by then. Throws where it does not stand still: then the message comes again. */
async function changed(
  { subscriptions }: Pick<LookPorts, 'subscriptions'>,
  { tenant, customer }: Whose,
  change: (now: Subscription) => Subscription,
): Promise<Subscription | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const now = await subscriptions.get(tenant, customer);
    if (now === undefined) return undefined;
    const next = change(now);
    if (next === now) return now;
    const put = { ...next, revision: now.revision + 1 };
    if ((await subscriptions.put(put)) === 'put') return put;
  }
  throw new Error(`gave up changing the subscription of ${customer}: it does not stand still`);
}

/** Keeps apart what is over, and books the days of which AWS accepts nothing more. */
async function tidied(
  ports: LookPorts,
  { tenant, customer, product }: Whose & { readonly product: MarketplaceProduct },
): Promise<void> {
  const { subscriptions, clock } = ports;
  const whose = { tenant, customer };
  const before = await subscriptions.get(tenant, customer);
  if (before === undefined) return;
  const over = before.open.filter(isOver);
  for (const one of over) {
    await subscriptions.keep(tenant, customer, one);
    tellUnaccepted(ports, whose, one);
  }
  // What is over never changes: whoever else keeps it keeps the same.
  const kept = new Set(over.map(reportPlace));
  const closing = await changed(ports, whose, (now) => {
    const rest = now.open.filter((one) => !kept.has(reportPlace(one)));
    const open = rest.length === now.open.length ? now.open : rest;
    const days = overDays({ ...now, open }, clock.now()).filter(({ isClosed }) => !isClosed);
    if (open === now.open && days.length === 0) return now;
    const unbooked = now.unbooked.map((day) =>
      days.includes(day) ? { ...day, isClosed: true } : day,
    );
    return { ...now, open, unbooked };
  });
  for (const { from, amount, isClosed } of closing?.unbooked ?? []) {
    if (!isClosed || closing === undefined) continue;
    const reference = referenceOf(closing, from);
    const accepted = { customer, currency: product.currency, amount, reference };
    const outcome = await ports.books.book(tenant, { ...accepted, at: from, since: closing.since });
    if (outcome.kind === 'unbookable') {
      ports.onNotice({ event: 'subscription.stuck', ...whose, detail: outcome.detail });
      continue;
    }
    await changed(ports, whose, (now) => {
      const unbooked = now.unbooked.filter((day) => !(day.isClosed && day.from === from));
      return unbooked.length === now.unbooked.length ? now : { ...now, unbooked };
    });
  }
}

/** What AWS will not bill, or may not, a person is told once it is for good; a list is told of when it is made. */
function tellUnaccepted(
  { onNotice }: LookPorts,
  { tenant, customer }: Whose,
  { hour, list, lines }: HourReport,
): void {
  const left = lines.filter(({ status, isAgain }) => status !== 'accepted' && isAgain !== true);
  if (list !== undefined || left.length === 0) return;
  const units = left.map(({ units, dimension, status }) => `${units} ${dimension} ${status}`);
  const detail = `of ${rfc3339(hour)}: ${units.join(', ')}`;
  onNotice({ event: 'subscription.unreported', tenant, customer, detail });
}

/** A day has one of them, unless the customer subscribes anew: then it is another hour. */
const referenceOf = ({ product }: Subscription, from: Timestamp): string =>
  `${product}:${rfc3339(from)}`;
