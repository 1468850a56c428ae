import { type DocumentPlace, placeOrder } from '../books/document-entry.ts';
import type { BooksLog } from '../books/ports.ts';
import { sha256 } from '../kernel/digest.ts';
import type { PassedBlock, Position } from './ports.ts';

export const seenBlock = (seq: number, bytes: Uint8Array): PassedBlock => ({
  seq,
  digest: sha256(bytes).toString('hex'),
});

/** Of two blocks, the later; the first where they are at one place. */
export const laterOf = (
  one: PassedBlock | undefined,
  other: PassedBlock | undefined,
): PassedBlock | undefined => ((other?.seq ?? 0) > (one?.seq ?? 0) ? other : one);

/**
 * The furthest block that an endpoint has got to, by which it knows the books; undefined where it is at their
 * beginning. `other` where they are not those that it was sent from: they were restored to an earlier state, and what
 * has been written since stands at places that the endpoint is past. Then that block is gone, or another one.
 */
export async function knownBooks(
  log: Pick<BooksLog, 'readOne'>,
  { tenant, next, seen }: Pick<Position, 'tenant' | 'next' | 'seen'>,
): Promise<PassedBlock | undefined | 'other'> {
  const before = lastBefore(next.books);
  const seq = Math.max(seen?.seq ?? 0, before);
  if (seq < 1) return undefined;
  const found = await blockAt(log, tenant, seq);
  if (found === undefined) return 'other';
  if (seen === undefined) return found;
  const again = seen.seq === seq ? found : await blockAt(log, tenant, seen.seq);
  return again?.digest === seen.digest ? found : 'other';
}

/** The block that a place is past, or in the middle of; undefined where there is none, or not yet. */
export const blockBefore = (
  log: Pick<BooksLog, 'readOne'>,
  tenant: string,
  place: DocumentPlace,
): Promise<PassedBlock | undefined> => blockAt(log, tenant, lastBefore(place));

const lastBefore = ({ seq, index }: DocumentPlace): number => (index > 0 ? seq : seq - 1);

async function blockAt(
  log: Pick<BooksLog, 'readOne'>,
  tenant: string,
  seq: number,
): Promise<PassedBlock | undefined> {
  const block = seq < 1 ? undefined : await log.readOne(tenant, seq);
  return block === undefined ? undefined : seenBlock(seq, block.bytes);
}

/** In how many restored books before this one there may have been another document at a place. */
export const restoresUpTo = (anew: Position['anew'], place: DocumentPlace): number =>
  anew.filter((from) => placeOrder(from, place) <= 0).length;
