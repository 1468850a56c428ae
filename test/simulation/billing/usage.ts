import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  type AggregationPorts,
  aggregateEvents,
} from '../../../core/metering/aggregation/aggregate-events.ts';
import type { EventMessage } from '../../../core/metering/intake/event-message.ts';
import {
  hourOfMinute,
  logKeyOf,
  partitionOf,
  partitions,
} from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import type { Quarantine, QuarantineEntry } from '../../../core/metering/quarantine/ports.ts';
import { refreshHours } from '../../../core/metering/totals/refresh-hours.ts';
import { type TouchedHour, touchedHourFrom } from '../../../core/metering/totals/touched.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import type { BillingLedger, CountedEvent, Impediment } from './ledger.ts';
import type { BillingScenario } from './scenario.ts';
import type { BillingStores } from './stores.ts';

/** Events of one tenant as they come in; one that claims an identity which is taken goes to quarantine. */
export interface Arrival {
  readonly tenant: string;
  readonly events: readonly ArrivingEvent[];
  /** Whether totals are brought up to them at once. */
  readonly isTotalled: boolean;
}

export interface ArrivingEvent extends CountedEvent {
  readonly id: string;
  readonly isImpostor: boolean;
}

export const meters: readonly Meter[] = [
  {
    key: 'views',
    eventType: 'view',
    aggregation: 'count',
    dimensions: [],
    filter: {},
    sinceVersion: 1,
  },
  {
    key: 'bytes',
    eventType: 'load',
    aggregation: 'sum',
    value: 'bytes',
    dimensions: [],
    filter: {},
    sinceVersion: 1,
  },
];

const REACH_SECONDS = 36 * 86_400;

/**
 * Brings usage into the log and the totals, by the functions that do so, at once and without a fault: those have a
 * simulation of their own. What billing has to bear is that it comes late, lags, or goes to quarantine, at any moment.
 */
export class Usage {
  readonly #stores: BillingStores;
  readonly #ledger: BillingLedger;
  readonly #epochs: BillingScenario['epochs'];
  readonly #now: () => number;
  readonly #aggregation: AggregationPorts;
  #touched: TouchedHour[] = [];
  readonly #lags = new Map<TouchedHour, Impediment>();
  readonly #entries = new Map<string, Impediment>();
  readonly #ids = new Set<string>();
  readonly #partitions = new Map<string, Set<number>>();
  readonly #minutes = new Map<string, Set<number>>();
  readonly #hours = new Map<string, Set<number>>();

  constructor(
    stores: BillingStores,
    { epochs }: BillingScenario,
    { ledger, now }: { readonly ledger: BillingLedger; readonly now: () => number },
  ) {
    this.#stores = stores;
    this.#ledger = ledger;
    this.#epochs = epochs;
    this.#now = now;
    this.#aggregation = {
      writer: new UsageLogWriter(stores.usageLog),
      quarantine: this.#watchedQuarantine(),
      touched: {
        send: async (bodies) => {
          this.#touched.push(...bodies.map(touchedHourFrom));
          return 'sent';
        },
      },
      clock: { now: () => timestampOf(now()) },
      epochs,
      logReachSeconds: REACH_SECONDS,
      onQuarantined: () => undefined,
      onSettled: () => undefined,
    };
  }

  /** Whether anything was ever logged of a minute, or of an hour: what was not need not be asked for. */
  hasMinute(tenant: string, minute: number): boolean {
    return this.#minutes.get(tenant)?.has(minute) === true;
  }

  hasHour(tenant: string, hour: number): boolean {
    return this.#hours.get(tenant)?.has(hour) === true;
  }

  /** The first hour from one on in which anything was used; the last there can be where there is none. */
  nextHour(tenant: string, hour: number): number {
    const later = [...(this.#hours.get(tenant) ?? [])].filter((one) => one >= hour);
    return Math.min(Number.MAX_SAFE_INTEGER, ...later);
  }

  /** The first partition from one on in which anything was used; the last where there is none. */
  nextPartition(tenant: string, partition: number): number {
    const later = [...(this.#partitions.get(tenant) ?? [])].filter((one) => one >= partition);
    return Math.min(partitions - 1, ...later);
  }

  async arrives({ tenant, events, isTotalled }: Arrival): Promise<void> {
    const real = events.filter((event) => !event.isImpostor && !this.#ids.has(inItsMinute(event)));
    // The first of a minute that stamps it anew is the one that counts.
    const fresh = [...new Map(real.toReversed().map((event) => [inItsMinute(event), event]))]
      .map(([, event]) => event)
      .toReversed();
    for (const event of fresh) {
      const { id, tenant: of, subject, time, meter, value, isUnreadable = false } = event;
      this.#ids.add(inItsMinute(event));
      this.#ledger.arrived.push({ tenant: of, id, time, at: this.#now() });
      this.#ledger.counted.push({ tenant: of, subject, time, meter, value, isUnreadable });
      const minute = Math.floor(time / 60_000);
      addTo(this.#partitions, tenant, partitionOf(subject));
      addTo(this.#minutes, tenant, minute);
      addTo(this.#hours, tenant, Math.floor(minute / 60));
    }
    const message: EventMessage = { tenant, admitted: false, events: events.map(usageEventOf) };
    const settled = await aggregateEvents(this.#aggregation, [message], {
      isShort: () => false,
    });
    if (settled[0]?.status !== 'fulfilled') throw new Error('usage comes in without a fault');
    const touched = this.#touched;
    this.#touched = [];
    const news = new Set(
      fresh.map(({ subject, time: occurredAt }) => {
        const at = { subject, occurredAt: timestampOf(occurredAt) };
        const { shard, minute } = logKeyOf(tenant, at, this.#epochs);
        return placeOf({ shard, hour: hourOfMinute(minute) });
      }),
    );
    for (const hour of touched.filter((one) => news.has(placeOf(one)))) this.#lag(hour);
    if (isTotalled) await this.catchUp((hour) => touched.includes(hour));
  }

  /** Brings the totals of those hours that lag up to the log which are wanted. */
  async catchUp(isWanted: (hour: TouchedHour) => boolean): Promise<void> {
    // A refresh brings all of an hour up to the log.
    const hours = new Set([...this.#lags.keys()].filter(isWanted).map(hourText));
    const wanted = [...this.#lags].filter(([hour]) => hours.has(hourText(hour)));
    await refreshHours(
      this.#stores,
      wanted.map(([hour]) => hour),
    );
    for (const [hour, impediment] of wanted) {
      impediment.to = this.#now();
      this.#lags.delete(hour);
    }
  }

  /** A person dismisses those open entries of quarantine that are wanted. */
  async dismiss(tenant: string, isWanted: () => boolean): Promise<void> {
    const entries = await this.#stores.quarantine.list(tenant, { after: '', limit: 1_000 });
    for (const entry of entries.filter(({ status }) => status === 'open').filter(isWanted)) {
      await this.#stores.quarantine.put(dismissed(entry));
      const impediment = this.#entries.get(entry.id);
      if (impediment !== undefined) impediment.to = this.#now();
    }
  }

  #lag(hour: TouchedHour): void {
    const impediment: Impediment = {
      tenant: hour.tenant,
      check: 'unreconciled',
      occurredAt: hour.hour * 3_600_000,
      from: this.#now(),
      to: undefined,
    };
    this.#lags.set(hour, impediment);
    this.#ledger.impediments.push(impediment);
  }

  #watchedQuarantine(): Quarantine {
    const { quarantine } = this.#stores;
    return {
      get: (tenant, id) => quarantine.get(tenant, id),
      list: (tenant, page) => quarantine.list(tenant, page),
      put: async (entry) => {
        const outcome = await quarantine.put(entry);
        if (outcome !== 'put') return outcome;
        const impediment: Impediment = {
          tenant: entry.tenant,
          check: 'quarantine-open',
          occurredAt: entry.event.occurredAt,
          subject: entry.event.subject,
          from: this.#now(),
          to: undefined,
        };
        this.#entries.set(entry.id, impediment);
        this.#ledger.impediments.push(impediment);
        return outcome;
      },
    };
  }
}

/** A log takes an identity once: of each minute there is one, as an id here has one subject. */
const inItsMinute = ({ id, time }: ArrivingEvent): string => `${id} ${Math.floor(time / 60_000)}`;

const placeOf = ({ shard, hour }: { readonly shard: number; readonly hour: number }): string =>
  `${shard} ${hour}`;

const hourText = (hour: TouchedHour): string => JSON.stringify([hour.tenant, placeOf(hour)]);

const dismissed = (entry: QuarantineEntry): QuarantineEntry => ({
  ...entry,
  status: 'dismissed',
  dismissal: 'a test event',
  revision: entry.revision + 1,
});

const usageEventOf = ({
  subject,
  time,
  meter,
  value,
  id,
  isImpostor,
  isUnreadable = false,
}: ArrivingEvent): UsageEvent => ({
  source: 'app',
  id,
  type: meter === 'views' ? 'view' : 'load',
  subject,
  occurredAt: timestampOf(time),
  data: JSON.stringify({
    ...(meter === 'bytes' ? { bytes: isUnreadable ? 'plenty' : decimalText(value) } : {}),
    ...(isImpostor ? { impostor: true } : {}),
  }),
});

/** So many 1e-12 as a plain decimal. */
const decimalText = (units: bigint): string => {
  const digits = units.toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
};

function addTo(sets: Map<string, Set<number>>, name: string, item: number): void {
  const set = sets.get(name) ?? new Set<number>();
  set.add(item);
  sets.set(name, set);
}
