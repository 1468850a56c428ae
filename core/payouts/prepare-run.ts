import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import { sha256 } from '../kernel/digest.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, localStart, type TimeZone, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { contractMissing, placeOf } from './chain/payout-contract.ts';
import { type ChosenItems, chooseItems } from './choose-items.ts';
import { runIdOf } from './names.ts';
import { type PayoutSettings, payoutSettingsOf } from './payout-settings.ts';
import type { RunPorts } from './ports.ts';
import { ITEMS_PER_PAGE, type PayoutItem, type PayoutRun, pagesOf, type RunSum } from './run.ts';
import { itemsDigest } from './stored-run.ts';

/** What a run is to pay. */
export interface RunAsked {
  readonly rail: 'sepa' | 'manual' | 'evm';
  readonly payOn?: string | undefined;
  readonly payees?: readonly string[] | undefined;
  readonly after?: string | undefined;
}

/** A run as it is asked for: under the caller's word for it, and by whom. */
export interface RunRequest extends RunAsked {
  readonly key: string;
  readonly by: string;
}

const AT_ONCE = 8;
const DAYS_AHEAD_MAX = 30;

/** The day where the tenant is, and by which zone. */
export async function todayOf(
  { settings, clock }: Pick<RunPorts, 'settings' | 'clock'>,
  tenant: string,
): Promise<{ readonly now: Timestamp; readonly today: string; readonly timeZone: TimeZone }> {
  const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
  const now = clock.now();
  return { now, today: localDate(now, timeZone), timeZone };
}

/**
 * What a run would pay, and whom not, and why; nothing is written.
 * @throws Rejection `payout.account-missing`, `payout.contract-missing`, `payout.day-invalid`,
 * `billing-settings.not-found`
 */
export async function proposeRun(
  ports: RunPorts,
  tenant: string,
  asked: RunAsked,
): Promise<ChosenItems> {
  return (await chosen(ports, tenant, { ...asked, run: 'dry' })).chosen;
}

async function chosen(
  ports: RunPorts,
  tenant: string,
  { run, rail, payOn, payees, after }: RunAsked & { readonly run: string },
): Promise<{ readonly chosen: ChosenItems; readonly settings: PayoutSettings }> {
  const settings = await payoutSettingsOf(ports.kept, tenant);
  if (rail === 'sepa' && settings.from === undefined) {
    throw new Rejection(
      'payout.account-missing',
      'say first from which account payees are paid: `from` of PUT /v1/payouts/settings',
    );
  }
  if (rail === 'evm' && settings.contract === undefined) throw contractMissing();
  const { now, today } = await todayOf(ports, tenant);
  if (payOn !== undefined) refuseDay(payOn, today);
  const looked = { run, rail, payees, after, settings, today, now };
  return { chosen: await chooseItems(ports, tenant, looked), settings };
}

function refuseDay(day: string, today: string): void {
  const last = laterDate(today, DAYS_AHEAD_MAX);
  const isDay = localStart(day, utc) !== undefined && day.length === today.length;
  if (isDay && day >= today && day <= last) return;
  throw new Rejection(
    'payout.day-invalid',
    `pay on a day from ${today} to ${last}, got ${day.slice(0, 40)}`,
    { param: '/payOn' },
  );
}

/**
 * Prepares a run, or answers it as it is by now: the same key is the same run. Its items are kept under a digest of
 * them before the run is, which names that digest: so a crash leaves no run, and a run never changes.
 * @throws Rejection as `proposeRun`, and `payout.nothing-to-pay`, `request.idempotency-key-reused`,
 * `payout.outcome-unknown`
 */
export async function prepareRun(
  ports: RunPorts,
  tenant: string,
  { key, by, ...asked }: RunRequest,
): Promise<PayoutRun> {
  const id = runIdOf(tenant, key);
  const { rail, payOn, payees, after } = asked;
  const request = sha256(
    JSON.stringify([rail, payOn ?? null, payees ?? null, after ?? null]),
  ).toString('hex');
  const known = await ports.runs.get(tenant, id);
  if (known !== undefined) return sameRequest(known, request);
  const { chosen: found, settings } = await chosen(ports, tenant, { ...asked, run: id });
  const { items, leftOutBy, next } = found;
  if (items.length === 0) throw nothing(found);
  const digest = itemsDigest(items);
  const pages = Array.from({ length: pagesOf({ count: items.length }) }, (_, page) => page);
  await inParallel(AT_ONCE, pages, (page) =>
    ports.runs.putItems(tenant, digest, page, pageOf(items, page)),
  );
  const now = ports.clock.now();
  await ports.runs.put({
    ...{ tenant, id, rail, status: 'prepared', request, items: digest, count: items.length },
    ...{ sums: sumsOf(items), leftOut: leftOutBy, without: [], madeBy: by, madeAt: now },
    ...(rail === 'sepa' && settings.from !== undefined ? { from: settings.from } : {}),
    ...(rail === 'evm' && settings.contract !== undefined
      ? { contract: placeOf(settings.contract) }
      : {}),
    ...(payOn === undefined ? {} : { askedOn: payOn }),
    ...(next === undefined ? {} : { next }),
    ...{ changedAt: now, revision: 1 },
  });
  // Whether it was put is seen when it is read again, and by whom.
  const run = await ports.runs.get(tenant, id);
  if (run !== undefined) return sameRequest(run, request);
  throw new Rejection(
    'payout.outcome-unknown',
    `ask again, with the same words: it is not known of ${id} whether it is kept`,
  );
}

const pageOf = (items: readonly PayoutItem[], page: number): readonly PayoutItem[] =>
  items.slice(page * ITEMS_PER_PAGE, (page + 1) * ITEMS_PER_PAGE);

function sameRequest(run: PayoutRun, request: string): PayoutRun {
  if (run.request === request) return run;
  throw new Rejection(
    'request.idempotency-key-reused',
    `ask for another run under another key: this one is that of ${run.id}`,
    { param: 'idempotency-key' },
  );
}

function nothing({ leftOut, next }: ChosenItems): Rejection {
  const [first] = leftOut;
  const why = first === undefined ? '' : `: of ${first.payee}, ${first.why}`;
  const on = next === undefined ? '' : `; go on after ${next}`;
  return new Rejection('payout.nothing-to-pay', `there is nothing to pay${why}${on}`);
}

/** What items come to, by currency. */
export function sumsOf(
  items: readonly Pick<PayoutItem, 'currency' | 'amount' | 'fee'>[],
): readonly RunSum[] {
  const sums = new Map<string, RunSum>();
  for (const { currency, amount, fee } of items) {
    const before = sums.get(currency);
    sums.set(currency, {
      currency,
      count: (before?.count ?? 0) + 1,
      amount: nanosOf((before?.amount ?? 0n) + amount),
      fees: nanosOf((before?.fees ?? 0n) + fee),
    });
  }
  return [...sums.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
