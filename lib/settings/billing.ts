import { type Group, type SettingsOf, wholeNumber } from './setting.ts';

/** How a month is billed. */
export const billing = {
  billingConcurrencyMax: {
    key: 'farthing:billingConcurrencyMax',
    // Each may have a block of the books whose cells it still puts: more than eight would wait for one another.
    kind: wholeNumber(2, 8, 4),
    does: 'Steps of billing at the same time. More close many customers sooner',
  },
} satisfies Group;

export type BillingSettings = SettingsOf<typeof billing>;
