import type { Wallets } from '../../core/billing/ports.ts';

/** Of a world in which nobody has a wallet. */
export const noWallets: Wallets = {
  hasGiven: async () => false,
  read: async () => ({
    ...{
      currency: undefined,
      given: new Map(),
      passes: new Map(),
      bought: new Map(),
      left: new Map(),
    },
  }),
};
