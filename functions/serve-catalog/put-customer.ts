import { foreseeChange } from '../../core/billing/foresee-change.ts';
import { refusePastChange } from '../../core/billing/refuse-past-change.ts';
import { checkCustomer } from '../../core/catalog/check-customer.ts';
import { couponWarnings } from '../../core/catalog/coupon-warnings.ts';
import { type CustomerChange, customerChangeFrom } from '../../core/catalog/customer.ts';
import { customerAfter } from '../../core/catalog/customer-after.ts';
import { foreseeCustomer, type PutCustomer, putCustomer } from '../../core/catalog/put-customer.ts';
import { tenureChanges } from '../../core/catalog/tenures.ts';
import { withPseudonyms } from '../../core/catalog/with-pseudonyms.ts';
import type { CustomerDryRunAnswer } from '../../core/contract/catalog/customer-dry-run.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { customerAnswer, tenureAnswer } from './customer-answer.ts';
import type { CatalogPorts } from './ports.ts';

/** Puts a customer; or says what that would do, and does nothing. */
export const putOneCustomer =
  (ports: CatalogPorts): RouteHandlers['ServeCatalog']['PUT /v1/customers/{key}'] =>
  async ({ caller: { tenant, keyId: by }, params, query: { from, dryRun }, body }) => {
    const { customers, plans, books, clock, monthsReachedBack, pseudonyms } = ports;
    const asked = customerChangeFrom(params.key, body, { from, now: clock.now(), by });
    const sent = { ...asked, monthsReachedBack };
    const change = await withPseudonyms(pseudonyms, tenant, sent);
    const before = (await customers.get(tenant, change.customer.key))?.customer;
    const after = customerAfter(before, change, () => []);
    await checkCustomer(plans, tenant, { before, after });
    await refusePastChange(books, tenant, { before, after, change });
    const warned = await couponWarnings(plans, tenant, after);
    const told = warned.length === 0 ? {} : { warnings: warned.map((one) => ({ ...one })) };
    if (dryRun === 'true') {
      return { status: 200, body: { ...(await foreseen(ports, tenant, change)), ...told } };
    }
    const put = await putCustomer(customers, tenant, change);
    const { customer, revision } = await withNewPseudonyms(ports, tenant, { change, put });
    return {
      status: put.outcome === 'created' ? 201 : 200,
      body: { ...customerAnswer(customer, revision), ...told },
    };
  };

/** A subject may have got a pseudonym while it was claimed: from its claim on it gets none. */
async function withNewPseudonyms(
  { customers, pseudonyms }: CatalogPorts,
  tenant: string,
  { change, put }: { readonly change: CustomerChange; readonly put: PutCustomer },
): Promise<PutCustomer> {
  const now = await withPseudonyms(pseudonyms, tenant, change);
  if (now.customer.subjects.length === change.customer.subjects.length) return put;
  return putCustomer(customers, tenant, {
    ...now,
    ...(change.replaces === undefined ? {} : { replaces: put.revision }),
  });
}

async function foreseen(
  ports: CatalogPorts,
  tenant: string,
  change: CustomerChange,
): Promise<CustomerDryRunAnswer> {
  const { customers } = ports;
  const {
    before,
    customer: after,
    revision,
    outcome,
  } = await foreseeCustomer(customers, tenant, change);
  const { comes, goes } = tenureChanges(before ?? { subjects: [] }, after);
  return {
    dryRun: true,
    outcome,
    customer: customerAnswer(after, revision),
    comes: comes.map(tenureAnswer),
    goes: goes.map(tenureAnswer),
    ...(await foreseeChange(ports, tenant, { before, after, revision })),
  };
}
