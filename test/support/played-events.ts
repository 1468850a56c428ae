import fc from 'fast-check';
import type { Customer } from '../../core/catalog/customer.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import { openMeterOperations } from '../../core/contract/openmeter/operations.ts';
import type { UnbilledRowAnswer } from '../../core/contract/unbilled/shapes.ts';
import { usageOperations } from '../../core/contract/usage/operations.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { keptTimeZone } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, rfc3339, timestampOf } from '../../core/kernel/timestamp.ts';
import { quarantineEntryOf } from '../../core/metering/quarantine/quarantine.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { queryUsage } from '../../functions/query-usage/query-usage.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { asking, everyItem } from './ask.ts';
import { runsHandler } from './changing-handlers.ts';
import type { Listed } from './listed-events.ts';
import { aTenancy } from './rated-usage.ts';

export const playedMonths = ['2026-01', '2026-02', '2026-03', '2026-04'];
const began = Date.UTC(2025, 11, 30);
const unitPrice = '0.5';
const paidAlone = { kind: ['paid'] };
export const playedMeters = [
  aMeter({ key: 'view', eventType: 'view' }),
  aMeter({
    key: 'bytes',
    eventType: 'view',
    aggregation: 'sum',
    value: 'bytes',
    dimensions: ['kind'],
  }),
  aMeter({ key: 'paid', eventType: 'view', filter: paidAlone }),
  aMeter({ key: 'clicks', eventType: 'click' }),
];
const plans = {
  reader: aPlan(
    aVersion({
      charges: [
        { meter: 'view', model: 'per_unit', unitPrice },
        { meter: 'bytes', model: 'per_unit', unitPrice, filter: paidAlone },
      ],
    }),
  ),
  writer: aPlan(aVersion({ charges: [{ meter: 'paid', model: 'per_unit', unitPrice }] })),
};

const someText = (...texts: readonly string[]) => fc.constantFrom(...texts);
const someEvent = fc.record({
  subject: someText('app-1', 'app-2', 'app-3', 'stray'),
  type: someText('view', 'view', 'view', 'click', 'scroll'),
  data: someText(
    '{"bytes":3,"kind":"paid"}',
    '{"bytes":"1.25","kind":"free"}',
    '{"bytes":"many","kind":"paid"}',
    '{}',
  ),
  minute: fc.integer({ min: 0, max: 66 * 24 * 60 }),
});
const someStep = fc.oneof(
  { weight: 5, arbitrary: someEvent.map((event) => ({ does: 'use' as const, ...event })) },
  { weight: 1, arbitrary: someEvent.map((event) => ({ does: 'set aside' as const, ...event })) },
  { weight: 2, arbitrary: fc.constant({ does: 'close' as const }) },
);

/** What happens to a tenant over some months; what is recorded last, totals do not come to. */
export const somePlay = fc.record({
  steps: fc.array(someStep, { minLength: 4, maxLength: 30 }),
  recorded: fc.array(someEvent, { maxLength: 3 }),
  settings: fc.constantFrom<Partial<SettingsBody>>({}, { defaultPlan: 'reader' }),
  zone: someText('UTC', 'Pacific/Kiritimati', 'America/New_York'),
  planFrom: someText('1970-01-01', '2026-01-16', '2026-02-10'),
  /** Where `app-2` is from 20 January on. */
  moved: someText('no', 'to nobody', 'to radio'),
});
type Play = typeof somePlay extends fc.Arbitrary<infer Some> ? Some : never;

const on = (day: string): number => (Date.parse(day) - began) / millisecondsPer.minute;
const paid = { type: 'view', data: '{"bytes":3,"kind":"paid"}' };
const use = (subject: string, day: string, fields: Partial<typeof paid> = {}) =>
  ({ does: 'use', subject, minute: on(day), ...paid, ...fields }) as const;

/** One in which everything becomes of some event that can. */
export const longPlay: Play = {
  steps: [
    use('app-1', '2026-01-10'),
    use('app-1', '2026-01-20', { data: '{"bytes":"many","kind":"paid"}' }),
    use('app-1', '2026-01-20', { data: '{"bytes":"1.25","kind":"free"}' }),
    use('app-1', '2026-01-20', { type: 'click' }),
    use('app-1', '2026-01-20', { type: 'scroll' }),
    use('stray', '2026-01-20'),
    ...[1, 2, 3].map(() => ({ does: 'close' }) as const),
    use('app-1', '2026-01-21'),
    // In February there, and in January for the seller.
    use('app-1', '2026-01-31T20:00:00Z', { data: '{"bytes":"1.25","kind":"free"}' }),
    use('app-3', '2025-12-30'),
    use('app-3', '2026-04-10'),
    { ...use('app-1', '2026-01-21'), does: 'set aside' },
  ],
  recorded: [{ subject: 'app-1', minute: on('2026-01-21'), ...paid }],
  ...{ settings: {}, zone: 'Pacific/Kiritimati', planFrom: '2026-01-16', moved: 'no' },
};

type Tenancy = Awaited<ReturnType<typeof aTenancy>>;

async function tenancyOf({ settings, zone, planFrom, moved }: Play): Promise<Tenancy> {
  const press = aCustomer({
    ...{ key: 'press', timezone: keptTimeZone(zone), subjects: ['app-1', 'app-2'] },
    plan: [{ plan: 'reader', from: planFrom }],
  });
  const always = [{ plan: 'writer', from: '1970-01-01' }];
  const radio = aCustomer({ key: 'radio', subjects: ['app-3'], plan: always });
  const now = timestampOf(Date.UTC(2026, 4, 3));
  const tenancy = await aTenancy(
    {
      ...{ meters: playedMeters, plans, customers: [press, radio] },
      settings: someSettings(settings),
    },
    now,
  );
  const put = (customer: Customer): Promise<unknown> =>
    putCustomer(tenancy.rating.customers, 'acme', {
      ...{ customer, from: '2026-01-20', now, replaces: undefined },
    });
  if (moved === 'no') return tenancy;
  await put({ ...press, subjects: ['app-1'] });
  if (moved === 'to radio') await put({ ...radio, subjects: ['app-2', 'app-3'] });
  return tenancy;
}

async function close(tenancy: Tenancy, month: string): Promise<void> {
  for (const payer of ['press', 'radio']) {
    const [prepared] = await tenancy.prepareOne(payer, month);
    if (prepared?.status === 'ready') await closePeriods(tenancy, 'acme', [prepared.request]);
  }
}

/** Plays it; answers what was sent, and the ids of what was set aside. */
export async function played(play: Play) {
  const tenancy = await tenancyOf(play);
  const sent: UsageEvent[] = [];
  const entries: string[] = [];
  const left = [...playedMonths];
  const made = ({ minute, ...fields }: Play['recorded'][number]): UsageEvent => {
    const occurredAt = timestampOf(began + minute * millisecondsPer.minute);
    const event = aUsageEvent({ ...fields, id: `event ${sent.length}`, occurredAt });
    sent.push(event);
    return event;
  };
  for (const step of play.steps) {
    if (step.does === 'close') {
      const month = left.shift();
      if (month !== undefined) await close(tenancy, month);
      continue;
    }
    const { does, ...fields } = step;
    const event = made(fields);
    if (does === 'use') await tenancy.use([event]);
    else {
      const entry = quarantineEntryOf('acme', event, 'too-old', tenancy.clock.now());
      await tenancy.quarantine.put(entry);
      entries.push(entry.id);
    }
  }
  await tenancy.record(play.recorded.map(made));
  return { ...askingOf(tenancy), sent, entries };
}

/** What there is to compare, as a caller is answered. */
function askingOf(tenancy: Tenancy) {
  const ask = asking(runsHandler(tenancy));
  const { totals, rollups, rating, clock } = tenancy;
  const { catalogs, customers } = rating;
  const usage = asking(
    serveRoutes(
      'QueryUsage',
      { ...usageOperations, ...openMeterOperations },
      queryUsage({ totals, rollups, catalogs, customers, clock }),
    ),
  );
  return {
    eventsOn: (day: number) =>
      everyItem<Listed>((query) => ask('GET /v1/events', { query }), 'events', {
        from: rfc3339(timestampOf(day * millisecondsPer.day)),
        to: rfc3339(timestampOf((day + 1) * millisecondsPer.day)),
        limit: '3',
      }),
    unbilled: (period: string) =>
      everyItem<UnbilledRowAnswer>((query) => ask('GET /v1/unbilled', { query }), 'rows', {
        period,
      }),
    usageOf: async (meter: string) => {
      const query = { meter, from: '2025-12-30', to: '2026-05-01', groupBy: 'subject' };
      const { body } = await usage('GET /v1/usage', { query });
      return body as {
        readonly rows: readonly { readonly subject: string; readonly value: string }[];
        readonly unreadable?: number;
      };
    },
  };
}
