import type { PrivatePasses } from '../../../../core/gate/private/ports.ts';
import type { SpendGate } from '../../../../core/spend/protocol/ports.ts';

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedPrivateBug {
  readonly name: string;
  readonly says: string;
  readonly passes?: (passes: PrivatePasses, stored: PrivatePasses) => PrivatePasses;
  readonly spend?: (gate: SpendGate) => SpendGate;
}

/** Every mistake, each alone. */
export const plantedPrivateBugs: readonly PlantedPrivateBug[] = [
  {
    name: 'claims-over-any-claim',
    says: 'a token is claimed whatever has been put meanwhile',
    passes: (passes, stored) => ({
      ...passes,
      putSpent: async (token) => {
        const before = await stored.spent(token);
        return passes.putSpent({ ...token, revision: (before?.revision ?? 0) + 1 });
      },
    }),
  },
  {
    name: 'sale-forgotten',
    says: 'who asks again is taken for somebody new, and pays from another top-up',
    passes: (passes, stored) => {
      let looks = 0;
      return {
        ...passes,
        sale: async (place) => {
          const sale = await passes.sale(place);
          looks += 1;
          return looks === 1 && sale?.state === 'begun' ? undefined : sale;
        },
        putSale: async (sale) => {
          const before = await stored.sale(sale);
          const isAnew = sale.revision === 1 && before !== undefined;
          return passes.putSale(isAnew ? { ...sale, revision: before.revision + 1 } : sale);
        },
      };
    },
  },
  {
    name: 'sale-unmarked',
    says: 'nothing says that a sale was begun, so no sweep goes on with it',
    passes: (passes) => ({ ...passes, begin: async () => undefined }),
  },
  {
    name: 'refused-is-paid',
    says: 'a sale whose money was used for something else is put down as paid',
    passes: (passes) => ({
      ...passes,
      putSale: (sale) =>
        passes.putSale(sale.state === 'refused' ? { ...sale, state: 'paid' } : sale),
    }),
  },
  {
    name: 'given-back-whatever',
    says: 'a claim counts as given back, whatever became of its hold',
    passes: (passes) => ({
      ...passes,
      spent: async (place) => {
        const claim = await passes.spent(place);
        return claim === undefined ? undefined : { ...claim, released: claim.revision };
      },
    }),
  },
  {
    name: 'claim-stays',
    says: 'a claim of which nothing was held is never taken over',
    passes: (passes) => ({
      ...passes,
      spent: async (place) => {
        const claim = await passes.spent(place);
        return claim === undefined ? undefined : { ...claim, at: (claim.at + 1e12) as never };
      },
    }),
  },
  {
    name: 'hold-overlooked',
    says: 'what is held for a token is looked for under another name',
    spend: (gate) => {
      const spend = Object.create(gate.spend) as SpendGate['spend'];
      for (const name of ['read', 'find', 'blocks', 'told', 'decide'] as const)
        Object.defineProperty(spend, name, { value: gate.spend[name].bind(gate.spend) });
      const findUnder: SpendGate['spend']['findUnder'] = (of, payer, key) =>
        gate.spend.findUnder(of, payer, payer.startsWith('subject:') ? `${key} ` : key);
      Object.defineProperty(spend, 'findUnder', { value: findUnder });
      return { ...gate, spend };
    },
  },
];
