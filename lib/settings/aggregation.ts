import { days, seconds } from './durations.ts';
import { instantOrNever } from './instant.ts';
import { type Group, type SettingsOf, wholeNumber } from './setting.ts';
import { shardEpochs } from './shard-epochs.ts';

/** How events get into the usage log, and how it is split. */
export const aggregation = {
  eventsWindow: {
    key: 'farthing:eventsWindowSeconds',
    kind: seconds(0, 300, 5),
    does: 'How long events are gathered before they are appended. Longer makes fewer, fuller blocks, hence fewer write units',
  },
  eventsBatchSize: {
    key: 'farthing:eventsBatchSize',
    kind: wholeNumber(1, 10_000, 1_000),
    does: 'Messages in one batch of events; one message holds up to a whole request’s events. Above 10 the window must be at least 1',
  },
  aggregateConcurrencyMax: {
    key: 'farthing:aggregateConcurrencyMax',
    kind: wholeNumber(2, 1_000, 2),
    does: 'Batches of events appended at the same time. The default of each `…ConcurrencyMax` is the least that Lambda takes',
  },
  touchedDelay: {
    key: 'farthing:touchedDelaySeconds',
    kind: seconds(0, 900, 45),
    does: 'How long the announcement of new usage waits, so that one refresh serves many batches. The knob that costs money',
  },
  logReach: {
    key: 'farthing:logReachDays',
    kind: days(1, 3_650, 70),
    does: 'How far back the usage logs are sure to reach; what is older goes to quarantine. At least `farthing:eventMaxAgeDays` and 21 days more',
  },
  pseudonymsFrom: {
    key: 'farthing:pseudonymsFrom',
    kind: instantOrNever,
    does: 'From when on usage of who has no customer is recorded under pseudonyms, so that a payer can be erased: see [data life](data-life.md). Once that time has come, it stays',
  },
  shardEpochs: {
    key: 'farthing:shardEpochs',
    kind: shardEpochs,
    does: 'Into how many logs a tenant’s minute is split, from when on: a power of two up to 64, on the hour',
  },
} satisfies Group;

export type AggregationSettings = SettingsOf<typeof aggregation>;
