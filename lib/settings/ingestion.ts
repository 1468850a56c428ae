import { days, type Group, type SettingsOf, seconds } from './setting.ts';

/** What may be posted. */
export const ingestion = {
  eventMaxAge: {
    key: 'farthing:eventMaxAgeDays',
    kind: days(1, 3_650, 35),
    does: 'How old an event may be when it is posted',
  },
  eventMaxLead: {
    key: 'farthing:eventMaxLeadSeconds',
    kind: seconds(0, 86_400, 300),
    does: 'How far in the future an event may be when it is posted',
  },
} satisfies Group;

export type IngestionSettings = SettingsOf<typeof ingestion>;
