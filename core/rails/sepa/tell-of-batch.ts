import type { Nanos } from '../../kernel/money.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { type Collection, isOver } from '../collection.ts';
import {
  amountDiffers,
  type BankOutcome,
  bookedUpTo,
  type TellingPorts,
  type ToldOutcome,
  toldOtherwise,
} from './bank-outcome.ts';
import { type SepaBatch, sumOfItems } from './batch.ts';
import { batchAt, changedBatch, collectionsOf, endAll } from './keep-batches.ts';
import { endToEndIdOf } from './names.ts';

/** Each is booked by itself, and a request has to end. */
const BOOKED_AT_ONCE = 20;

/** What a bank says of a batch as a whole is written down in it once; all that it is of is looked at after that. */
export async function tellOfBatch(
  ports: TellingPorts,
  tenant: string,
  outcome: BankOutcome,
): Promise<ToldOutcome> {
  const { of: id, kind, reason = 'rejected' } = outcome;
  if (kind === 'returned') {
    throw new Rejection(
      'collection.told-otherwise',
      `tell of each direct debit of ${id} that went back`,
    );
  }
  if (kind === 'rejected') {
    const batch = await changedBatch(ports, { tenant, id }, (before) =>
      rejectedBatch(before, reason),
    );
    await endAll(ports, batch, reason);
    const after = await collectionsOf(ports, batch);
    return { collections: after.flatMap((one) => one ?? []), left: 0 };
  }
  const { entry, on, at } = outcome;
  const known = await batchAt(ports, tenant, id);
  const decided = await decidedOtherwise(ports, known);
  const batch = await changedBatch(ports, { tenant, id }, (before) => {
    if (before.credit?.entry === entry) return undefined;
    if (before.credit !== undefined) throw toldOtherwise(id, 'its money has come');
    const without = withoutWhich(before, decided, outcome);
    const submitted = before.submittedAt ?? ports.clock.now();
    return {
      ...before,
      status: 'submitted',
      submittedAt: submitted,
      credit: { entry, on, at, without },
    };
  });
  return bookedOfBatch(ports, batch);
}

function rejectedBatch(before: SepaBatch, reason: string): SepaBatch | undefined {
  if (before.status === 'rejected') return undefined;
  if (before.credit !== undefined || before.status === 'cancelled') {
    throw toldOtherwise(
      before.id,
      before.status === 'cancelled' ? 'it is cancelled' : 'its money has come',
    );
  }
  return { ...before, status: 'rejected', reason };
}

/** By their end-to-end ids: those that came by themselves, and those that the bank has rejected. */
interface Decided {
  readonly settled: readonly string[];
  readonly rejected: readonly string[];
}

async function decidedOtherwise(
  ports: Parameters<typeof collectionsOf>[0],
  batch: SepaBatch,
): Promise<Decided> {
  const collections = (await collectionsOf(ports, batch)).flatMap((one) => one ?? []);
  return {
    settled: collections.filter(({ settledBy }) => settledBy !== undefined).map(endToEndIdOf),
    rejected: collections.filter(({ rejectedBy }) => rejectedBy !== undefined).map(endToEndIdOf),
  };
}

/** The amounts in which the money of a batch can come: without what the bank has rejected, or with it. */
export async function creditsOf(
  ports: Parameters<typeof collectionsOf>[0],
  batch: SepaBatch,
): Promise<readonly Nanos[]> {
  const { settled: apart, rejected: failed } = await decidedOtherwise(ports, batch);
  return [[...apart, ...failed], apart].map((without) =>
    sumOfItems(batch.items.filter(({ endToEndId }) => !without.includes(endToEndId))),
  );
}

/** Some banks credit what they have rejected, too, and take it back after that. */
function withoutWhich(
  { items }: SepaBatch,
  { settled: apart, rejected: failed }: Decided,
  outcome: BankOutcome,
): readonly string[] {
  const sumWithout = (without: readonly string[]): Nanos =>
    sumOfItems(items.filter(({ endToEndId }) => !without.includes(endToEndId)));
  const least = [...apart, ...failed];
  const found = [least, apart].find((without) => sumWithout(without) === outcome.amount);
  if (found !== undefined && found.length < items.length) return found;
  throw amountDiffers(outcome, sumWithout(least));
}

async function bookedOfBatch(ports: TellingPorts, batch: SepaBatch): Promise<ToldOutcome> {
  const { tenant, credit } = batch;
  const covered = (await collectionsOf(ports, batch))
    .flatMap((one) => one ?? [])
    .filter((one) => credit?.without.includes(endToEndIdOf(one)) !== true);
  const done: Collection[] = [];
  let left = 0;
  let booked = 0;
  for (const one of covered) {
    if (one.status === 'settled' && one.unbooked !== true) {
      done.push(one);
      continue;
    }
    if (booked >= BOOKED_AT_ONCE && !isOver(one)) {
      left += 1;
      continue;
    }
    booked += 1;
    const open = isOver(one) ? await reopened(ports, one) : one;
    const now = await bookedUpTo(ports, tenant, open);
    if (now.kind === 'is') done.push(now.collection);
    else left += 1;
  }
  return { collections: done, left };
}

/** What was cancelled or given up, and has come all the same. */
async function reopened(ports: TellingPorts, before: Collection): Promise<Collection> {
  if (before.status === 'settled') return before;
  const { rejectedBy: _, ...kept } = before;
  const next: Collection = {
    ...kept,
    ...{ status: 'submitted', reason: undefined, changedAt: ports.clock.now() },
    revision: before.revision + 1,
  };
  if ((await ports.collections.put(next)) === 'put') return next;
  return (await ports.collections.get(before)) ?? before;
}
