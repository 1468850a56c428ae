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
