import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { askedUnder } from '../spend/ask.ts';
import type { SpendBlock, SpendEntry } from '../spend/entry.ts';
import { entryPlaceFrom } from '../spend/log-id.ts';
import type { Spend } from '../spend/spend.ts';
import type { Paid } from './claims.ts';

/** A view is given back within a day of its charge: no setting allows more. */
const REFUND_MS_MAX = millisecondsPer.day;
/** For so long the log is asked by keys, which are kept for longer. */
const BY_KEY_MS = 2 * millisecondsPer.day;

/** When what was paid was given back; undefined where it was not. What is older is looked for block by block. */
export async function refundedAt(
  spend: Pick<Spend, 'findUnder' | 'blocks'>,
  tenant: string,
  paid: Pick<Paid, 'payer' | 'event' | 'receipt' | 'at'>,
  now: Timestamp,
): Promise<Timestamp | undefined> {
  const { payer, event, at } = paid;
  if (now < at + BY_KEY_MS) {
    const { key } = askedUnder(`refund ${event}`, null);
    const found = await spend.findUnder(tenant, payer, key);
    return found !== undefined && isRefundOf(found.entry, event) ? found.block.at : undefined;
  }
  let next = entryPlaceFrom(paid.receipt)?.seq;
  while (next !== undefined) {
    const page = await spend.blocks(tenant, payer, next);
    const found = page.blocks.find(
      (block) => isOfRefund(block, event) || block.at > at + REFUND_MS_MAX,
    );
    if (found !== undefined) return isOfRefund(found, event) ? found.at : undefined;
    next = page.next;
  }
  return undefined;
}

const isOfRefund = ({ entries }: SpendBlock, event: string): boolean =>
  entries.some((entry) => isRefundOf(entry, event));

const isRefundOf = (entry: SpendEntry, event: string): boolean =>
  entry.kind === 'grant' && entry.refund?.charge === event;
