import type { Customer } from '../../../../core/catalog/customer.ts';
import type { ClosingRequest } from '../../../../core/invoicing/closing-request.ts';
import type { BillingFunctions, BillingPorts } from '../run-context.ts';

/** Both functions with some of their ports seen through something. */
export const through =
  (seen: (ports: BillingPorts) => Partial<BillingPorts>) =>
  (real: BillingFunctions): BillingFunctions => ({
    ...real,
    run: (ports) => real.run({ ...ports, ...seen(ports) }),
    serve: (ports) => real.serve({ ...ports, ...seen(ports) }),
  });

/** The billing run alone with some of its ports seen through something. */
export const runThrough =
  (seen: (ports: BillingPorts) => Partial<BillingPorts>) =>
  (real: BillingFunctions): Partial<BillingFunctions> => ({
    run: (ports) => real.run({ ...ports, ...seen(ports) }),
  });

/** Closings as something makes them of those that are prepared. */
export const withClosings = (changed: (request: ClosingRequest) => ClosingRequest) =>
  through(({ prepare }) => ({
    prepare: async (ports, tenant, asked) =>
      (await prepare(ports, tenant, asked)).map((one) =>
        one.status === 'ready' ? { ...one, request: changed(one.request) } : one,
      ),
  }));

/** Customers as something makes them of those that are kept. */
export const withCustomers =
  (changed: (customer: Customer) => Customer) =>
  ({ rated }: BillingPorts): Partial<BillingPorts> => {
    const { customers } = rated;
    const seen = <Record extends { readonly customer: Customer | undefined }>(record: Record) =>
      record.customer === undefined ? record : { ...record, customer: changed(record.customer) };
    return {
      rated: {
        ...rated,
        customers: {
          ...customers,
          get: async (tenant, key) => {
            const record = await customers.get(tenant, key);
            return record === undefined ? undefined : seen(record);
          },
          list: async (tenant, page) => {
            const { records, more } = await customers.list(tenant, page);
            return { records: records.map(seen), more };
          },
        },
      },
    };
  };
