import { Rejection } from '../../kernel/rejection.ts';
import { type BankFact, type Collection, isOver } from '../collection.ts';
import {
  amountDiffers,
  type BankOutcome,
  bookedUpTo,
  type TellingPorts,
  type ToldOutcome,
  toldOtherwise,
} from './bank-outcome.ts';
import type { BatchItem, SepaBatch } from './batch.ts';
import { blockMandate, notePresented } from './keep-mandates.ts';
import { endToEndIdOf, isBatchId, placeOfEndToEndId } from './names.ts';
import { nextAfter } from './reasons.ts';
import { settlementOf } from './sepa-rail.ts';
import { tellOfBatch } from './tell-of-batch.ts';

const ATTEMPTS_MAX = 10;

/**
 * Writes down what a bank has said, and books it. Told again, it is the same; told otherwise, it is refused. What is
 * written down and not booked yet, because this died in between, is booked by the next look.
 * @throws Rejection `collection.not-found`, `sepa.batch-not-found`, `collection.amount-differs`,
 * `collection.told-otherwise`, `collection.date-invalid`, `rail.changed-meanwhile`, `rail.outcome-unknown`
 */
export async function tellOutcome(
  ports: TellingPorts,
  tenant: string,
  outcome: BankOutcome,
): Promise<ToldOutcome> {
  const { at, on } = outcome;
  if (at > ports.clock.now()) {
    throw new Rejection('collection.date-invalid', `give a day that is not to come, got ${on}`, {
      param: '/on',
    });
  }
  return isBatchId(outcome.of)
    ? tellOfBatch(ports, tenant, outcome)
    : tellOfOne(ports, tenant, outcome);
}

async function tellOfOne(
  ports: TellingPorts,
  tenant: string,
  outcome: BankOutcome,
): Promise<ToldOutcome> {
  const { kind, of } = outcome;
  if (kind !== 'settled') await blockFor(ports, tenant, outcome);
  const told = await changedCollection(ports, tenant, outcome, (before, batch) => {
    refuseAmount(before, outcome);
    switch (kind) {
      case 'settled':
        return settled(before, batch, outcome);
      case 'returned':
        return returned(before, batch, outcome);
      case 'rejected':
        return rejected(before, batch, outcome);
    }
  });
  const now = await bookedUpTo(ports, tenant, told);
  if (now.kind === 'is') return { collections: [now.collection], left: 0 };
  throw new Rejection('rail.outcome-unknown', `see what became of ${of}: ${now.detail}`);
}

const factOf = ({ entry, on, at, reason }: BankOutcome): BankFact => ({
  ...{ entry, on, at },
  ...(reason === undefined ? {} : { reason }),
});

/** Money that comes after all, of what was given up, is money all the same. */
function settled(
  before: Collection,
  batch: SepaBatch | undefined,
  outcome: BankOutcome,
): Collection | undefined {
  const known = settlementOf(before, batch);
  if (known?.entry === outcome.entry) return undefined;
  if (known !== undefined) throw toldOtherwise(outcome.of, 'its money has come');
  const { reason: _, rejectedBy: __, ...kept } = before;
  return { ...kept, reason: undefined, status: 'submitted', settledBy: factOf(outcome) };
}

/**
 * What goes back before it is known to have come waits for the statement that says so. What is over without money stays
 * over: a bank may report what it has rejected once more as a return, and no credit of it may ever come.
 */
function returned(
  before: Collection,
  batch: SepaBatch | undefined,
  outcome: BankOutcome,
): Collection | undefined {
  const known = before.returnedBy;
  if (known?.entry === outcome.entry) return undefined;
  if (known !== undefined) throw toldOtherwise(outcome.of, 'its money went back');
  const reason = outcome.reason ?? 'returned';
  const returnedBy = factOf({ ...outcome, reason });
  if (isOver(before) && settlementOf(before, batch) === undefined) return { ...before, returnedBy };
  const { rejectedBy: _, ...kept } = before;
  const after = { ...kept, reason, returnedBy };
  return before.status === 'settled'
    ? { ...after, unbooked: true }
    : { ...after, status: 'submitted' };
}

function rejected(
  before: Collection,
  batch: SepaBatch | undefined,
  outcome: BankOutcome,
): Collection | undefined {
  if (before.rejectedBy?.entry === outcome.entry) return undefined;
  if (settlementOf(before, batch) !== undefined || before.returnedBy !== undefined) {
    throw toldOtherwise(outcome.of, 'its money has moved');
  }
  if (isOver(before)) return undefined;
  const reason = outcome.reason ?? 'rejected';
  return { ...before, status: 'failed', reason, rejectedBy: factOf({ ...outcome, reason }) };
}

function refuseAmount({ amount }: Collection, outcome: BankOutcome): void {
  if (outcome.kind === 'rejected' || outcome.amount === amount) return;
  throw amountDiffers(outcome, amount);
}

/** Before anything else is written down: so that nothing is collected by it, whatever dies after that. */
async function blockFor(
  ports: TellingPorts,
  tenant: string,
  { of, reason = '', on }: BankOutcome,
): Promise<void> {
  const { collection, item } = await foundBy(ports, tenant, of);
  if (item === undefined) return;
  const place = { customer: item.customer, reference: item.mandate };
  if (nextAfter(reason) === 'blocked') {
    await blockMandate(ports, tenant, place, { reason, on, version: item.version });
  }
  const { amends, version } = item;
  // The payer's bank has not taken the amendment, so it comes with the next one again.
  if (amends === undefined || collection.status === 'settled') return;
  await notePresented(ports, tenant, place, (before) =>
    before?.version === version ? { ...before, version: amends } : before,
  );
}

interface FoundDebit {
  readonly collection: Collection;
  readonly batch: SepaBatch | undefined;
  readonly item: BatchItem | undefined;
}

/** @throws Rejection `collection.not-found` */
async function foundBy(ports: TellingPorts, tenant: string, of: string): Promise<FoundDebit> {
  const place = placeOfEndToEndId(tenant, of);
  const collection = place === undefined ? undefined : await ports.collections.get(place);
  if (collection?.batch === undefined) {
    throw new Rejection(
      'collection.not-found',
      `name a batch, or a direct debit by its end-to-end id, got ${JSON.stringify(of.slice(0, 80))}`,
      { param: '/of' },
    );
  }
  const batch = await ports.batches.get(tenant, collection.batch);
  const item = batch?.items.find(({ endToEndId }) => endToEndId === endToEndIdOf(collection));
  return { collection, batch, item };
}

async function changedCollection(
  ports: TellingPorts,
  tenant: string,
  { of }: BankOutcome,
  change: (before: Collection, batch: SepaBatch | undefined) => Collection | undefined,
): Promise<Collection> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { collection: before, batch } = await foundBy(ports, tenant, of);
    const changed = change(before, batch);
    if (changed === undefined) return before;
    const next = { ...changed, changedAt: ports.clock.now(), revision: before.revision + 1 };
    if ((await ports.collections.put(next)) === 'put') return next;
  }
  throw new Rejection(
    'rail.changed-meanwhile',
    `send the same request again: others were telling of ${of} at the same time`,
  );
}
