import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import { nanosOf } from '../../kernel/money.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { askedUnder, endKey } from '../ask.ts';
import type { CaptureEntry, Priced, SpendEntry } from '../entry.ts';
import { entryPlaceFrom } from '../log-id.ts';
import { type Hold, lateCaptureMs } from '../state.ts';
import type { FoundHold } from './hold-ends.ts';
import type { SpendGate } from './ports.ts';

/** What became of a hold that can be captured no more. */
export interface ClosedHold extends Priced {
  readonly captured: Decimal;
  /** `end`: it ended by itself, and was not captured in the day after. */
  readonly by: 'capture' | 'release' | 'end';
  readonly at: Timestamp;
}

type SpendPages = Awaited<ReturnType<SpendGate['spend']['blocks']>>;
type Found = FoundHold & Pick<Hold, 'id'>;

/** About a megabyte each: what of a lease is further from it than that is not looked for. */
const PAGES_MAX = 8;

/**
 * What became of a closed hold, by the log. Where it was captured or released within two days, that is one read of a
 * block; otherwise, and of leases, the log is read from the hold on. Undefined where that is too much to read.
 */
export async function closedHold(
  protocol: Pick<SpendGate, 'spend'>,
  tenant: string,
  found: Found,
): Promise<ClosedHold | undefined> {
  const { id, payer, entry } = found;
  if (entry.lease === undefined) {
    const end = await protocol.spend.findUnder(tenant, payer, askedUnder(endKey(id), []).key);
    if (end !== undefined && isEnd(end.entry, id)) {
      return closedBy(end.entry, { at: end.block.at, parts: [] });
    }
  }
  return readOn(protocol, tenant, found);
}

async function readOn(
  { spend }: Pick<SpendGate, 'spend'>,
  tenant: string,
  { id, payer, entry }: Found,
): Promise<ClosedHold | undefined> {
  const last = timestampOf(entry.endsAt + lateCaptureMs);
  const parts: CaptureEntry[] = [];
  let after: number | undefined = (entryPlaceFrom(id)?.seq ?? 1) - 1;
  for (let page = 0; after !== undefined; page += 1) {
    if (page === PAGES_MAX) return undefined;
    const read: SpendPages = await spend.blocks(tenant, payer, after);
    const within = read.blocks.filter(({ at }) => at <= last);
    const own = within.flatMap(({ at, entries }) =>
      entries.filter((one) => isOf(one, id)).map((one) => ({ at, one })),
    );
    const end = own.find(({ one }) => isEnd(one, id));
    parts.push(...own.flatMap(({ one }) => (isPart(one) ? one : [])));
    if (end !== undefined) return closedBy(end.one, { at: end.at, parts });
    after = within.length < read.blocks.length ? undefined : read.next;
  }
  return { ...sumOf(parts), by: 'end', at: entry.endsAt };
}

const isOf = (entry: SpendEntry, id: string): boolean => 'hold' in entry && entry.hold === id;

/** Whether a lease stays open after an entry. */
const isPart = (entry: SpendEntry): entry is CaptureEntry =>
  entry.kind === 'capture' && entry.kept === true;

/** Whether nothing of a hold can be captured after an entry. */
const isEnd = (entry: SpendEntry, id: string): boolean =>
  isOf(entry, id) && !isPart(entry) && entry.kind !== 'end';

const closedBy = (
  entry: SpendEntry,
  { at, parts }: { readonly at: Timestamp; readonly parts: readonly CaptureEntry[] },
): ClosedHold =>
  entry.kind === 'capture'
    ? { ...sumOf([...parts, entry]), by: 'capture', at }
    : { ...sumOf(parts), by: 'release', at };

const sumOf = (captures: readonly CaptureEntry[]): Priced & Pick<ClosedHold, 'captured'> => ({
  captured: decimalOf(captures.reduce<bigint>((sum, { quantity }) => sum + quantity, 0n)),
  net: nanosOf(captures.reduce<bigint>((sum, { net }) => sum + net, 0n)),
  tax: nanosOf(captures.reduce<bigint>((sum, { tax }) => sum + tax, 0n)),
});
