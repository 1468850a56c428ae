import type { Decimal } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { spendBlockFrom } from './block.ts';
import type { CaptureEntry, Gated } from './entry.ts';
import { entryId, entryPlaceFrom } from './log-id.ts';
import type { SpendLog } from './ports.ts';

/** What is to be recorded as usage; `seq` is the block that it is in. */
export interface ToRecord {
  readonly seq: number;
  readonly gated: Gated;
  readonly quantity: Decimal;
  /**
   * The id of the event: that of the charge or the hold, and of a part of a lease that of the capture. Further units of
   * a meter that counts have further ids.
   */
  readonly id: string;
  /** When it was held, or charged. */
  readonly at: Timestamp;
}

/** What a block says is to be recorded: the same whoever reads it. */
export async function blockRecords(
  spendLog: Pick<SpendLog, 'readOne'>,
  tenant: string,
  { log, seq }: { readonly log: string; readonly seq: number },
): Promise<{ readonly at: Timestamp; readonly records: readonly ToRecord[] }> {
  const stored = await spendLog.readOne(tenant, log, seq);
  invariant(stored !== undefined, `block ${seq} of a spend log is there`);
  const { at, entries } = spendBlockFrom(stored.bytes);
  const records: ToRecord[] = [];
  for (const [index, entry] of entries.entries()) {
    const id = entryId({ log, seq, index });
    if (entry.kind === 'charge')
      records.push({ seq, gated: entry, quantity: entry.quantity, id, at });
    if (entry.kind === 'capture' && entry.quantity > 0n) {
      records.push(await recordOf(spendLog, tenant, { seq, id, entry }));
    }
  }
  return { at, records };
}

async function recordOf(
  spendLog: Pick<SpendLog, 'readOne'>,
  tenant: string,
  { seq, id, entry }: { readonly seq: number; readonly id: string; readonly entry: CaptureEntry },
): Promise<ToRecord> {
  const place = entryPlaceFrom(entry.hold);
  invariant(place !== undefined, 'what is captured is a hold');
  const stored = await spendLog.readOne(tenant, place.log, place.seq);
  const block = stored === undefined ? undefined : spendBlockFrom(stored.bytes);
  const hold = block?.entries[place.index];
  invariant(block !== undefined && hold?.kind === 'hold', `${entry.hold} is a hold of the log`);
  const own = hold.lease === true ? id : entry.hold;
  return { seq, gated: hold, quantity: entry.quantity, id: own, at: block.at };
}
