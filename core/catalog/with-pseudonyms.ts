import { isPseudonym } from '../metering/pseudonyms/pseudonym.ts';
import type { Pseudonyms } from '../metering/pseudonyms/pseudonyms.ts';
import type { CustomerChange } from './customer.ts';

/**
 * A change of a customer whose subjects are those it lists and then their pseudonyms: those there are, or, where they
 * are made, one for each. A customer pays for both, as usage may stand under either.
 */
export async function withPseudonyms(
  pseudonyms: Pseudonyms | undefined,
  tenant: string,
  { change, isMade }: { readonly change: CustomerChange; readonly isMade: boolean },
): Promise<CustomerChange> {
  if (pseudonyms === undefined) return change;
  const { subjects } = change.customer;
  const clear = subjects.filter((subject) => !isPseudonym(subject));
  const found = await pseudonyms.find(tenant, clear);
  const missing = isMade ? clear.filter((subject) => !found.has(subject)) : [];
  const made = await pseudonyms.make(tenant, missing);
  const all = new Set([...subjects, ...found.values(), ...made.values()]);
  return { ...change, customer: { ...change.customer, subjects: [...all] } };
}
