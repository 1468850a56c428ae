import type { BillingSettings } from '../../catalog/ports.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { localDate } from '../../kernel/time-zone.ts';
import { type Collection, isOver } from '../collection.ts';
import type { Collections } from '../ports.ts';
import type { RailBooks } from '../rail-books.ts';
import type { SepaBatch } from './batch.ts';
import { batchFile, type DebitOfFile } from './batch-file.ts';
import { notePresented } from './keep-mandates.ts';
import { type BatchPorts, finished } from './prepare-batch.ts';

/** What batches are looked at and handed on with. */
export interface BatchKeeping
  extends Pick<BatchPorts, 'batches' | 'collections' | 'mandates' | 'clock'> {
  readonly books: Pick<RailBooks, 'due'>;
  readonly settings: BillingSettings;
}

const AT_ONCE = 8;
const ATTEMPTS_MAX = 10;

/** @throws Rejection `sepa.batch-not-found` */
export async function batchAt(ports: BatchKeeping, tenant: string, id: string): Promise<SepaBatch> {
  const batch = await ports.batches.get(tenant, id);
  if (batch !== undefined) return finished(ports, batch);
  throw new Rejection(
    'sepa.batch-not-found',
    `name a batch by its id, as the list of them does, got ${JSON.stringify(id.slice(0, 80))}`,
  );
}

/** The collections of a batch, as they are now. */
export const collectionsOf = (
  { collections }: { readonly collections: Pick<Collections, 'get'> },
  { tenant, items }: SepaBatch,
): Promise<readonly (Collection | undefined)[]> =>
  inParallel(AT_ONCE, items, ({ invoice, attempt }) =>
    collections.get({ tenant, invoice, attempt }),
  );

/**
 * The file of a batch. Before the bank has it, it is looked at whether all of it is still due, so that nobody is asked
 * for what they have paid; afterwards it is what the bank was given.
 * @throws Rejection `sepa.batch-not-found`, `sepa.batch-not-open`, `sepa.batch-outdated`, `sepa.batch-erased`
 */
export async function fileOfBatch(
  ports: BatchKeeping,
  tenant: string,
  id: string,
): Promise<string> {
  const batch = await batchAt(ports, tenant, id);
  if (batch.status === 'cancelled') throw notOpen(batch);
  if (batch.status === 'prepared') await refuseOutdated(ports, batch);
  const debits = await inParallel(AT_ONCE, batch.items, async (item): Promise<DebitOfFile> => {
    const place = { customer: item.customer, reference: item.mandate };
    const versions = (await ports.mandates.get(tenant, place))?.versions ?? [];
    const debtor = versions[item.version - 1];
    if (debtor === undefined) throw erased(batch);
    const original = item.amends === undefined ? undefined : versions[item.amends - 1];
    return { item, debtor, original };
  });
  return batchFile(batch, debits);
}

async function refuseOutdated(
  { books, settings, clock }: BatchKeeping,
  { tenant, id, collectOn, items }: SepaBatch,
): Promise<void> {
  const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
  const today = localDate(clock.now(), timeZone);
  const outdated = (detail: string): Rejection =>
    new Rejection('sepa.batch-outdated', `cancel ${id}, and prepare another: ${detail}`);
  if (collectOn <= today)
    throw outdated(`it was to be collected on ${collectOn}, and it is ${today}`);
  const due = await inParallel(AT_ONCE, items, ({ invoice }) => books.due(tenant, invoice));
  const other = items.findIndex(({ amount }, index) => due[index]?.amount !== amount);
  const item = items[other];
  if (item !== undefined) throw outdated(`what is due of ${item.number} is another amount by now`);
}

const erased = ({ id }: SepaBatch): Rejection =>
  new Rejection('sepa.batch-erased', `keep the file that you have: payers of ${id} were erased`);

const notOpen = ({ id, status }: SepaBatch): Rejection =>
  new Rejection('sepa.batch-not-open', `prepare another batch: ${id} is ${status}`);

/**
 * Notes that the bank has the file of a batch: from then on it is not cancelled.
 * @throws Rejection `sepa.batch-not-found`, `sepa.batch-not-open`, `rail.changed-meanwhile`
 */
export const submitBatch = (ports: BatchKeeping, tenant: string, id: string): Promise<SepaBatch> =>
  changedBatch(ports, { tenant, id }, (batch) => {
    if (batch.status === 'submitted') return undefined;
    if (batch.status !== 'prepared') throw notOpen(batch);
    return { ...batch, status: 'submitted', submittedAt: ports.clock.now() };
  });

/**
 * Cancels a batch that no bank has: its invoices may be collected in another way. Asked for again, it goes on with what
 * is left of that.
 * @throws Rejection `sepa.batch-not-found`, `sepa.batch-not-open`, `rail.changed-meanwhile`
 */
export async function cancelBatch(
  ports: BatchKeeping,
  tenant: string,
  id: string,
): Promise<SepaBatch> {
  const batch = await changedBatch(ports, { tenant, id }, (before) => {
    if (before.status === 'cancelled') return undefined;
    if (before.status !== 'prepared') throw notOpen(before);
    return { ...before, status: 'cancelled' };
  });
  await endAll(ports, batch, 'the batch was cancelled');
  return batch;
}

/** Ends what is open of a batch that has come to nothing, and has the banks' knowledge of its mandates be as before. */
export async function endAll(
  ports: Pick<BatchKeeping, 'collections' | 'mandates' | 'clock'>,
  batch: SepaBatch,
  reason: string,
): Promise<void> {
  const { tenant } = batch;
  const collections = await collectionsOf(ports, batch);
  await inParallel(AT_ONCE, batch.items.entries(), async ([index, item]) => {
    const { customer, mandate, version, amends } = item;
    if (amends !== undefined) {
      await notePresented(ports, tenant, { customer, reference: mandate }, (before) =>
        before?.version === version ? { ...before, version: amends } : before,
      );
    }
    const collection = collections[index];
    if (collection === undefined || isOver(collection)) return;
    if (collection.settledBy !== undefined) return;
    const { revision } = collection;
    const ended = { ...collection, status: 'failed', reason } as const;
    await ports.collections.put({ ...ended, changedAt: ports.clock.now(), revision: revision + 1 });
  });
}

/** Puts what a change makes of a batch; as it is, where that is undefined. */
export async function changedBatch(
  ports: BatchKeeping,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  change: (before: SepaBatch) => SepaBatch | undefined,
): Promise<SepaBatch> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await batchAt(ports, tenant, id);
    const changed = change(before);
    if (changed === undefined) return before;
    const next = { ...changed, changedAt: ports.clock.now(), revision: before.revision + 1 };
    if ((await ports.batches.put(next)) === 'put') return next;
  }
  throw new Rejection(
    'rail.changed-meanwhile',
    `send the same request again: others were changing ${id} at the same time`,
  );
}
