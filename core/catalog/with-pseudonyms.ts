import { isPseudonym } from '../metering/pseudonyms/pseudonym.ts';
import type { Pseudonyms } from '../metering/pseudonyms/pseudonyms.ts';
import type { CustomerChange } from './customer.ts';

/**
 * A change of a customer whose subjects are those it lists and then the pseudonyms that they have. Such a subject was
 * nobody's once, and its usage stands under its pseudonym: the customer pays for both.
 */
export async function withPseudonyms(
  pseudonyms: Pseudonyms | undefined,
  tenant: string,
  change: CustomerChange,
): Promise<CustomerChange> {
  if (pseudonyms === undefined) return change;
  const { subjects } = change.customer;
  const clear = subjects.filter((subject) => !isPseudonym(subject));
  const found = await pseudonyms.find(tenant, clear);
  const all = new Set([...subjects, ...found.values()]);
  return { ...change, customer: { ...change.customer, subjects: [...all] } };
}
