import { seconds } from './durations.ts';
import { type Group, type SettingsOf, wholeNumber } from './setting.ts';

/** How totals follow the usage log. */
export const totals = {
  touchedWindow: {
    key: 'farthing:touchedWindowSeconds',
    kind: seconds(0, 300, 2),
    does: 'How long announcements are gathered into one refresh',
  },
  touchedBatchSize: {
    key: 'farthing:touchedBatchSize',
    kind: wholeNumber(1, 10_000, 1_000),
    does: 'Announcements in one refresh. Above 10 the window must be at least 1',
  },
  totalConcurrencyMax: {
    key: 'farthing:totalConcurrencyMax',
    kind: wholeNumber(2, 1_000, 2),
    does: 'Refreshes at the same time',
  },
} satisfies Group;

export type TotalsSettings = SettingsOf<typeof totals>;
