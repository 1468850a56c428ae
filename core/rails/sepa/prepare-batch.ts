import type { BillingSettings } from '../../catalog/ports.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Clock } from '../../kernel/clock.ts';
import { sha256 } from '../../kernel/digest.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { laterDate } from '../../kernel/local-calendar.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { localDate, localStart, type TimeZone, utc } from '../../kernel/time-zone.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { Collection } from '../collection.ts';
import { connectionOf } from '../connect.ts';
import type { Collections } from '../ports.ts';
import type { BatchItem, SepaBatch } from './batch.ts';
import {
  type ChoosingPorts,
  type ChosenDebits,
  chooseDebits,
  type DebitsAsked,
} from './choose-debits.ts';
import type { SepaCreditor } from './creditor.ts';
import { notePresented } from './keep-mandates.ts';
import { batchIdOf } from './names.ts';
import type { Mandates, SepaBatches } from './ports.ts';
import { isTargetDay, targetDayAfter, targetDayFrom } from './target-days.ts';

/** What batches are made with. */
export interface BatchPorts extends Omit<ChoosingPorts, 'mandates' | 'collections'> {
  readonly mandates: Mandates;
  readonly batches: SepaBatches;
  readonly collections: Collections;
  readonly settings: BillingSettings;
  readonly clock: Clock;
}

/** A batch as it is asked for; the same day and key are the same batch. */
export interface BatchRequest extends DebitsAsked {
  readonly key: string;
}

const AT_ONCE = 8;
const DAYS_AHEAD_MAX = 30;

/**
 * What a batch of a day would collect, and what not, and why; nothing is written.
 * @throws Rejection `rail.not-connected`, `sepa.day-invalid`, `invoice.not-found`
 */
export async function proposeBatch(
  ports: BatchPorts,
  tenant: string,
  asked: DebitsAsked,
): Promise<ChosenDebits> {
  const { creditor } = await creditorOf(ports, tenant);
  const { timeZone } = (await tenantBillingOf(ports.settings, tenant)).policy;
  refuseDay(ports, asked.collectOn, timeZone);
  return chooseDebits({ ports, tenant, creditor, asked, timeZone });
}

/** @throws Rejection `rail.not-connected` */
async function creditorOf(
  ports: Pick<BatchPorts, 'collections'>,
  tenant: string,
): Promise<{ readonly creditor: SepaCreditor; readonly space: string }> {
  const { creditor, space } = await connectionOf(ports, { tenant, rail: 'sepa' });
  if (creditor !== undefined) return { creditor, space };
  throw new Rejection('rail.not-connected', 'say first who collects: PUT /v1/rails/sepa');
}

/** Banks take and give on days of TARGET alone, and have a file the day before at the latest. */
function refuseDay({ clock }: BatchPorts, day: string, timeZone: TimeZone): void {
  const today = localDate(clock.now(), timeZone);
  const first = targetDayAfter(today);
  const last = laterDate(today, DAYS_AHEAD_MAX);
  const isDay = localStart(day, utc) !== undefined && day.length === today.length;
  if (isDay && day >= first && day <= last && isTargetDay(day)) return;
  const next = isDay && day > first && day <= last ? targetDayFrom(day) : first;
  throw new Rejection(
    'sepa.day-invalid',
    `collect on a day on which banks settle, from ${first} to ${last}, such as ${next}; got ${day.slice(0, 40)}`,
    { param: '/collectOn' },
  );
}

/**
 * Prepares the batch of a day and a key, or answers it as it is. All that it collects is written down before any of it
 * is reserved, and its file is there only once all is: so a crash leaves a batch that is gone on with when it is asked
 * for again, or looked at, and no invoice in two of them.
 * @throws Rejection as `proposeBatch`, and `sepa.nothing-to-collect`, `request.idempotency-key-reused`,
 * `rail.outcome-unknown`
 */
export async function prepareBatch(
  ports: BatchPorts,
  tenant: string,
  request: BatchRequest,
): Promise<SepaBatch> {
  const { creditor, space } = await creditorOf(ports, tenant);
  const { key, ...asked } = request;
  const { collectOn, dueUntil = null, invoices = null } = asked;
  const id = batchIdOf(space, { tenant, collectOn, key });
  const digest = sha256(JSON.stringify([collectOn, dueUntil, invoices])).toString('hex');
  const known = await ports.batches.get(tenant, id);
  if (known !== undefined) return finished(ports, sameRequest(known, digest));
  const { items, leftOut } = await proposeBatch(ports, tenant, asked);
  if (items.length === 0) {
    const [first] = leftOut;
    const why = first === undefined ? '' : `: of ${first.number}, ${first.detail}`;
    throw new Rejection(
      'sepa.nothing-to-collect',
      `there is nothing to collect on ${collectOn}${why}`,
    );
  }
  const now = ports.clock.now();
  await ports.batches.put({
    ...{ tenant, id, collectOn, request: digest, preparedAt: now, creditor },
    items: items.toSorted((a, b) => (a.endToEndId < b.endToEndId ? -1 : 1)),
    ...{ status: 'preparing', changedAt: now, revision: 1 },
  });
  // Whether it was put is seen when it is read again, and by whom.
  const batch = await ports.batches.get(tenant, id);
  if (batch === undefined) throw unknown(id, 'whether it is kept');
  return finished(ports, sameRequest(batch, digest));
}

function sameRequest(batch: SepaBatch, digest: string): SepaBatch {
  if (batch.request === digest) return batch;
  throw new Rejection(
    'request.idempotency-key-reused',
    `ask for another batch of ${batch.collectOn} under another key: this one is that of ${batch.id}`,
    { param: 'idempotency-key' },
  );
}

const unknown = (id: string, what: string): Rejection =>
  new Rejection(
    'rail.outcome-unknown',
    `ask again, with the same words: it is not known of ${id} ${what}`,
  );

/** Reserves what is not reserved yet of a batch; what others have begun to collect meanwhile is not in it. */
export async function finished(
  ports: Pick<BatchPorts, 'batches' | 'collections' | 'mandates' | 'clock'>,
  batch: SepaBatch,
): Promise<SepaBatch> {
  if (batch.status !== 'preparing') return batch;
  const { tenant, id, collectOn } = batch;
  const reserved = await inParallel(AT_ONCE, batch.items, (item) => reserve(ports, batch, item));
  const items = batch.items.filter((_, index) => reserved[index] === true);
  await inParallel(AT_ONCE, items, ({ customer, mandate, version }) =>
    notePresented(ports, tenant, { customer, reference: mandate }, (before) =>
      before !== undefined && before.on > collectOn ? before : { version, on: collectOn },
    ),
  );
  const status = items.length === 0 ? 'cancelled' : 'prepared';
  const now = ports.clock.now();
  await ports.batches.put({
    ...batch,
    items,
    status,
    changedAt: now,
    revision: batch.revision + 1,
  });
  const after = await ports.batches.get(tenant, id);
  if (after === undefined || after.status === 'preparing')
    throw unknown(id, 'whether all is reserved');
  return after;
}

/** Whether an item's collection is this batch's. */
async function reserve(
  { collections, clock }: Pick<BatchPorts, 'collections' | 'clock'>,
  { tenant, id, collectOn }: SepaBatch,
  item: BatchItem,
): Promise<boolean> {
  const { invoice, attempt, number, amount, endToEndId } = item;
  const known = await collections.get({ tenant, invoice, attempt });
  if (known !== undefined) return known.batch === id;
  const now = clock.now();
  const collection: Collection = {
    ...{ tenant, invoice, attempt, rail: 'sepa', currency: 'EUR', amount, number },
    ...{ successUrl: undefined, cancelUrl: undefined, preparedAt: now },
    expiresAt: localStart(collectOn, utc) ?? timestampOf(now),
    ...{ status: 'submitted', reference: endToEndId, url: undefined, payment: undefined },
    ...{ reason: undefined, batch: id, changedAt: now, revision: 1 },
  };
  await collections.put(collection);
  const after = await collections.get({ tenant, invoice, attempt });
  if (after === undefined) throw unknown(id, `whether ${number} is reserved`);
  return after.batch === id;
}
