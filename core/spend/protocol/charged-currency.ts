import type { Plans } from '../../catalog/ports.ts';
import { type Currency, currencyFrom } from '../../kernel/currency.ts';
import { invariant } from '../../kernel/invariant.ts';
import { domainFrom } from '../domain.ts';
import type { Gated } from '../entry.ts';

/** A plan has one currency for ever: so what a domain was charged in is known as long as there is its plan. */
export async function chargedCurrency(
  { plans }: { readonly plans: Pick<Plans, 'get'> },
  tenant: string,
  { domain: key }: Pick<Gated, 'domain'>,
): Promise<Currency> {
  const domain = domainFrom(key);
  invariant(domain !== undefined, 'what is charged has its domain');
  const plan = await plans.get(tenant, domain.plan);
  const currency = currencyFrom(plan?.body.versions[0]?.currency ?? '');
  invariant(currency !== undefined, 'the plan of what was charged is there, with its currency');
  return currency;
}
