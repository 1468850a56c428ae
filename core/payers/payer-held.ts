import { subjectOfKey } from '../catalog/billed-customer.ts';
import { forgottenCustomer } from '../catalog/ports.ts';
import { tenuresOf } from '../catalog/tenures.ts';
import { isPseudonym, pseudonymOf } from '../metering/pseudonyms/pseudonym.ts';
import type { HeldPorts, PayerHeld } from './ports.ts';

type Ports = Pick<HeldPorts, 'customers' | 'salts'>;

/**
 * Under which names a payer's records stand. A payer of whom nothing is known has nothing, which is an answer: whether
 * anything is left of one that was erased is asked in the same way. A subject that is another customer's by now is
 * left out: what stands under it is that one's, too.
 */
export async function payerHeld(ports: Ports, tenant: string, payer: string): Promise<PayerHeld> {
  const subject = subjectOfKey(payer);
  const record = subject === undefined ? await ports.customers.get(tenant, payer) : undefined;
  const had = record?.customer === undefined ? [] : tenuresOf(record.customer);
  const hadSubjects = [...new Set(had.map((one) => one.subject))];
  const claims = await ports.customers.claims(tenant, hadSubjects);
  const isAnothers = (claimer: string = payer): boolean =>
    claimer !== payer && claimer !== forgottenCustomer;
  const own =
    subject === undefined
      ? hadSubjects.filter((one) => !isAnothers(claims.get(one)?.customer))
      : [subject];
  const pseudonyms = await pseudonymsOf(ports, tenant, clearOf(own));
  const subjects = [...new Set([...own.toSorted(), ...pseudonyms.values()])];
  return { tenant, payer, record, subjects };
}

/** Those that are no pseudonyms. */
export const clearOf = (subjects: readonly string[]): readonly string[] =>
  subjects.filter((subject) => !isPseudonym(subject));

/** By subject, the pseudonym of each that has a salt. */
export async function pseudonymsOf(
  { salts }: Pick<Ports, 'salts'>,
  tenant: string,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await salts.find(tenant, [...new Set(subjects)]);
  return new Map(
    [...found].map(([subject, salt]) => [subject, pseudonymOf(tenant, subject, salt)]),
  );
}
