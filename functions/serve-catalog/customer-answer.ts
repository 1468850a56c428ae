import type { Customer, Tenure } from '../../core/catalog/customer.ts';
import type { CustomerAnswer } from '../../core/contract/catalog/customer-shapes.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';

/** A customer on the wire. */
export const customerAnswer = (
  { tenures, since: _, ...customer }: Customer,
  revision: number,
): CustomerAnswer => ({
  ...customer,
  ...(tenures === undefined ? {} : { tenures: tenures.map(tenureAnswer) }),
  revision,
});

/** When a customer pays for a subject, on the wire. */
export const tenureAnswer = ({ subject, from, until }: Tenure) => ({
  subject,
  ...(from === undefined ? {} : { from: rfc3339(from) }),
  ...(until === undefined ? {} : { until: rfc3339(until) }),
});
