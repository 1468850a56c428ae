import type { Books } from '../../books/books.ts';
import type { BillingSettings } from '../../catalog/ports.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Clock } from '../../kernel/clock.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { EventSink } from '../../metering/intake/event-sink.ts';
import type { MeterCatalogs } from '../../metering/meter-catalogs.ts';
import { recordBreakage } from '../../payments/record-breakage.ts';
import { eventsOf } from '../gated-event.ts';
import type { SpendNotice } from '../notices.ts';
import type { ActivePayers, SpendLog } from '../ports.ts';
import type { Spend } from '../spend.ts';
import type { SweepPorts } from '../sweep-payer.ts';
import type { ToRecord } from '../to-record.ts';

/** What a sweep works with. */
export interface SweepSources {
  readonly spend: Spend;
  readonly log: SpendLog;
  readonly active: ActivePayers;
  readonly events: EventSink;
  /** By which events are made again as they were: a meter never changes. */
  readonly catalogs: Pick<MeterCatalogs, 'latest'>;
  /** Where what has ended is earned, and whether it is. */
  readonly books: Books;
  readonly settings: BillingSettings;
  readonly clock: Clock;
  /** Has a wallet looked after that may be low. */
  readonly low: SweepPorts['low'];
  onNotice(notice: SpendNotice): void;
}

/** What looks after payers, sending events as whoever decided them would have. */
export function sweepPorts(sources: SweepSources): SweepPorts {
  const { spend, log, active, events: sink, catalogs, clock, onNotice } = sources;
  const { books, settings } = sources;
  return {
    ...{ spend, log, active, clock, low: sources.low, onNotice },
    earn: async (tenant, ended) => {
      const { breakage, policy } = await tenantBillingOf(settings, tenant);
      if (breakage === 'never') return false;
      await recordBreakage(books, tenant, { ...ended, timeZone: policy.timeZone });
      return true;
    },
    send: async (tenant, records) => {
      const events = await eventsIn(catalogs, tenant, records);
      return (await sink.send(tenant, events)) === 'sent' ? 'sent' : 'unavailable';
    },
  };
}

async function eventsIn(
  catalogs: Pick<MeterCatalogs, 'latest'>,
  tenant: string,
  records: readonly ToRecord[],
) {
  const { meters } = await catalogs.latest(tenant, 'strong');
  return records.flatMap((record) => {
    const meter = meters.find(({ key }) => key === record.gated.meter);
    invariant(meter !== undefined, `the meter ${record.gated.meter} stays once it is there`);
    return eventsOf(meter, record);
  });
}
