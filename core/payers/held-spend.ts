import { spendBlockFrom } from '../spend/block.ts';
import { entryId, spendLogId } from '../spend/log-id.ts';
import type { StoredSpendBlock } from '../spend/ports.ts';
import type { HeldPorts, HeldSpend, PayerHeld } from './ports.ts';

interface SpendStep {
  readonly at: readonly number[];
  readonly record?: { readonly place: 'spend'; readonly spend: HeldSpend };
}

/** Past all entries of a block. */
const PAST_ALL = Number.MAX_SAFE_INTEGER;

/** What a payer's spend log comes to, and then its entries, past `[block, entry]`; the state is at `[0]`. */
export async function* heldSpend(
  ports: HeldPorts,
  payer: PayerHeld,
  from: readonly number[],
): AsyncGenerator<SpendStep> {
  if (from.length === 0) {
    const state = await ports.spend.read(payer.tenant, payer.payer);
    if (state.version === 0) return;
    yield { at: [0], record: { place: 'spend', spend: { of: 'state', state } } };
  }
  const log = spendLogId(payer.tenant, payer.payer);
  const [first = 0, past = PAST_ALL] = from;
  let after = Math.max(0, first - 1);
  for (let more = true; more; ) {
    const page = await ports.spendLog.read(payer.tenant, log, after, 'strong');
    for (const block of page.blocks) {
      after = block.seq;
      yield* entriesPast({ log, block }, block.seq === first ? past : -1);
    }
    more = page.more;
  }
}

function* entriesPast(
  { log, block: { seq, bytes } }: { readonly log: string; readonly block: StoredSpendBlock },
  past: number,
): Generator<SpendStep> {
  const { at, entries } = spendBlockFrom(bytes);
  for (const [index, entry] of entries.entries()) {
    if (index <= past) continue;
    const spent = { of: 'entry' as const, id: entryId({ log, seq, index }), at, entry };
    yield { at: [seq, index], record: { place: 'spend', spend: spent } };
  }
  yield { at: [seq, PAST_ALL] };
}
