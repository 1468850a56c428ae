import { withBooks } from './books-bugs.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';

/** What can go wrong with money that came in. */
export const moneyBugs: readonly PlantedBillingBug[] = [
  {
    name: 'reversal-forgets-to-reopen',
    says: 'money is taken back, and the invoices that it had paid stay paid',
    functions: withBooks({
      forgets: (document) => document.kind === 'application' && document.amount < 0n,
    }),
  },
  {
    name: 'refund-told-twice-pays-twice',
    says: 'a refund that is told again under its reference is another one',
    functions: (real) => {
      let asked = 0;
      return {
        serve: (ports) => {
          const routes = real.serve(ports);
          return {
            ...routes,
            'POST /v1/payments/{id}/refunds': (request) => {
              asked += 1;
              const reference = `${request.body.reference}-${asked}`;
              const body = { ...request.body, reference };
              return routes['POST /v1/payments/{id}/refunds']({ ...request, body });
            },
          };
        },
      };
    },
  },
  {
    name: 'unapplied-money-forgotten',
    says: 'an invoice does not use what its payer has paid before',
    functions: withBooks({ unappliedFactor: 0n }),
  },
  {
    name: 'unapplied-money-used-twice',
    says: 'an invoice uses what its payer has paid before as if it was twice as much',
    functions: withBooks({ unappliedFactor: 2n }),
  },
  {
    name: 'lost-money-stays-lost',
    says: 'money that comes for what was written off leaves the write-off as it is',
    functions: withBooks({
      forgets: (document) => document.kind === 'write-off' && document.amount < 0n,
    }),
  },
];
