import { type Group, type SettingsOf, wholeNumber } from './setting.ts';

/** How much the HTTP interface lets through. */
export const http = {
  requestRateMax: {
    key: 'farthing:requestRateMax',
    kind: wholeNumber(1, 100_000, 2_000),
    does: 'Requests per second that the HTTP interface lets through; above, it answers 429',
  },
  requestBurstMax: {
    key: 'farthing:requestBurstMax',
    kind: wholeNumber(1, 100_000, 1_000),
    does: 'Requests at once that it lets through',
  },
} satisfies Group;

export type HttpSettings = SettingsOf<typeof http>;
