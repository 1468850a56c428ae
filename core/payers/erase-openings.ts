import { subjectOfKey } from '../catalog/billed-customer.ts';
import { freeBetween, takenBefore, tenuresOf } from '../catalog/tenures.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { payerKeyOf } from '../kernel/payer.ts';
import { type Period, timestampOf } from '../kernel/timestamp.ts';
import { isPseudonym } from '../metering/pseudonyms/pseudonym.ts';
import { payerOpener, subjectOpener } from '../transparency/commitment.ts';
import type { ErasedPayer, ErasePorts } from './erase-ports.ts';

type Ports = Pick<ErasePorts, 'openers' | 'customers' | 'clock'>;

const AT_ONCE = 8;

/**
 * Drops the salts that open what public logs have of a payer: their entries stay, and say nothing to anybody. Proofs of
 * others are not made of them. Of a payer without a profile there are those of its pseudonyms too, which are payers in
 * the books: so this comes before it is forgotten which these are.
 *
 * Of usage it is what its subjects used while they were its own: what they use for others stays open to those.
 */
export async function eraseOpenings(ports: Ports, erased: ErasedPayer): Promise<number> {
  const { openers } = ports;
  const { tenant, payer, subjects, isDry } = erased;
  const isSubject = subjectOfKey(payer) !== undefined;
  const payers = isSubject ? subjects.map((subject) => payerKeyOf({ subject })) : [payer];
  const found = [...(await openers.find(tenant, [...new Set(payers.map(payerOpener))])).keys()];
  if (isDry) return found.length;
  await inParallel(AT_ONCE, found, (opener) => openers.drop(tenant, opener));
  for (const pseudonym of subjects.filter(isPseudonym))
    await openers.drop(tenant, subjectOpener(pseudonym));
  for (const { subject, periods } of await usedBy(ports, erased))
    await openers.dropUsage(tenant, subjectOpener(subject), periods);
  return found.length;
}

/** When subjects were the payer's, up to now. */
async function usedBy(
  { customers, clock }: Ports,
  { tenant, payer, record, clear }: ErasedPayer,
): Promise<readonly { readonly subject: string; readonly periods: readonly Period[] }[]> {
  const now = clock.now();
  const untilNow = ({ start, end }: Period): Period => ({ start, end: end < now ? end : now });
  if (subjectOfKey(payer) === undefined) {
    const had = record?.customer === undefined ? [] : tenuresOf(record.customer);
    return had.map(({ subject, period }) => ({ subject, periods: [untilNow(period)] }));
  }
  const claims = await customers.claims(tenant, clear);
  return inParallel(AT_ONCE, clear, async (subject) => {
    const claim = claims.get(subject);
    const named = claim === undefined ? undefined : await customers.get(tenant, claim.customer);
    const others = named?.customer === undefined ? [] : [named.customer];
    const taken = claim === undefined ? [] : takenBefore(claim, others);
    const free = freeBetween(taken).map(({ from = timestampOf(0), until = now }) => ({
      ...{ start: from, end: until },
    }));
    return { subject, periods: free.map(untilNow) };
  });
}
