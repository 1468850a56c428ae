import { type Group, type SettingsOf, wholeNumber } from './setting.ts';

/** How much of a month's end is done at the same time. */
export const billing = {
  billingConcurrencyMax: {
    key: 'farthing:billingConcurrencyMax',
    // Each may have a block of the books whose cells it still puts: more than eight would wait for one another.
    kind: wholeNumber(2, 8, 2),
    does: 'Steps of billing at the same time. More close many customers sooner',
  },
  documentsConcurrencyMax: {
    key: 'farthing:documentsConcurrencyMax',
    kind: wholeNumber(2, 1_000, 2),
    does: 'Blocks of the books whose documents are drawn at the same time',
  },
  documentYears: {
    key: 'farthing:documentYears',
    kind: wholeNumber(0, 30, 10),
    does: 'For how many calendar years after that of its date the law where you are wants an invoice to be kept. The answer to an erasure names the day; nothing is deleted by it',
  },
} satisfies Group;

export type BillingSettings = SettingsOf<typeof billing>;
