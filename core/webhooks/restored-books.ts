import { type DocumentPlace, placeOrder } from '../books/cell.ts';
import type { BooksLog } from '../books/ports.ts';
import { sha256 } from '../kernel/digest.ts';
import type { PassedBlock, Position } from './ports.ts';

export const seenBlock = (seq: number, bytes: Uint8Array): PassedBlock => ({
  seq,
  digest: sha256(bytes).toString('hex'),
});

/**
 * Whether the books are not those that an endpoint was sent from: where they were restored to an earlier state, what
 * has been written since stands at places that the endpoint is past. Then the block that it was sent last is gone, or
 * another one.
 */
export async function areOtherBooks(
  log: Pick<BooksLog, 'readOne'>,
  { tenant, next, seen }: Pick<Position, 'tenant' | 'next' | 'seen'>,
): Promise<boolean> {
  const seq = seen?.seq ?? next.books.seq - 1;
  if (seq < 1) return false;
  const block = await log.readOne(tenant, seq);
  if (block === undefined) return true;
  return seen !== undefined && seenBlock(seq, block.bytes).digest !== seen.digest;
}

/** In how many restored books before this one there may have been another document at a place. */
export const restoresUpTo = (anew: Position['anew'], place: DocumentPlace): number =>
  anew.filter((from) => placeOrder(from, place) <= 0).length;
