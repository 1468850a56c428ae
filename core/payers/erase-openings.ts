import { subjectOfKey } from '../catalog/billed-customer.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { payerKeyOf } from '../kernel/payer.ts';
import { payerOpener } from '../transparency/commitment.ts';
import type { ErasedPayer, ErasePorts } from './erase-ports.ts';

const AT_ONCE = 8;

/**
 * Drops the salts that open what public logs have of a payer: their entries stay, and say nothing to anybody. Proofs of
 * others are not made of them. Of a payer without a profile there are those of its pseudonyms too, which are payers in
 * the books: so this comes before it is forgotten which these are.
 */
export async function eraseOpenings(
  { openers }: Pick<ErasePorts, 'openers'>,
  { tenant, payer, subjects, isDry }: ErasedPayer,
): Promise<number> {
  const isSubject = subjectOfKey(payer) !== undefined;
  const payers = isSubject ? subjects.map((subject) => payerKeyOf({ subject })) : [payer];
  const found = [...(await openers.find(tenant, [...new Set(payers.map(payerOpener))]))];
  if (isDry) return found.length;
  await inParallel(AT_ONCE, found, ([opener, salt]) => openers.drop(tenant, opener, salt));
  return found.length;
}
