import { days, minutes, seconds } from './durations.ts';
import { type Group, oneOf, type SettingsOf } from './setting.ts';

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
  eventGroups: {
    key: 'farthing:eventGroups',
    kind: oneOf(['tenant', 'none']),
    does: 'Whether a message of events says its tenant: where one has a backlog, SQS hands out those of others first. It charges a quarter more for it, some $0.15 a million requests of one event each',
  },
  eventsSilenceMax: {
    key: 'farthing:eventsSilenceMinutes',
    kind: minutes(0, 1_440, 0),
    does: 'After so long without any events an alarm goes off, in steps of five minutes; 0 for no such alarm. Choose more than the quietest hours have',
  },
} satisfies Group;

export type IngestionSettings = SettingsOf<typeof ingestion>;
