import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { monthsReachedBackFor } from '../../core/billing/rating/reach.ts';
import { billingMessageFrom } from '../../core/billing/run/message.ts';
import type { BillingRunPorts, RunNotice } from '../../core/billing/run/ports.ts';
import type { Customer } from '../../core/catalog/customer.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import type { PlanBody } from '../../core/contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import type { AnnouncedPorts } from '../../core/documents/keep-documents.ts';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { hourOfMinute, logKeyOf } from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { refreshHour } from '../../core/metering/totals/refresh.ts';
import { touchedHourFrom } from '../../core/metering/totals/touched.ts';
import { identified, type UsageEvent } from '../../core/metering/usage-event.ts';
import { pdfFromFonts } from '../../functions/adapters/pdf-from-fonts.ts';
import type { BackfillUsagePorts } from '../../functions/review-quarantine/backfill-usage.ts';
import type { CorrectUsagePorts } from '../../functions/review-quarantine/correct-usage.ts';
import { runBilling } from '../../functions/run-billing/run-billing.ts';
import { inMemoryBackfills } from '../fakes/backfills.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { inMemoryExportFiles, inMemoryExportRuns } from '../fakes/export-files.ts';
import { inMemoryForms } from '../fakes/forms.ts';
import { inMemoryLogos } from '../fakes/logos.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { someBooks } from '../fixtures/invoicing.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { billingOn } from './billing-on.ts';

/** 2026-02-03T00:00:00Z: January has ended more than a day ago, everywhere. */
const afterGrace = timestampOf(Date.UTC(2026, 1, 3));
const shardEpochs = [{ from: timestampOf(0), shards: 2 }];
const MESSAGES_MAX = 2_000;
/** One for all: to read the fonts takes longer than most of what is asked of a billing. */
const logos = inMemoryLogos();
const drawing = pdfFromFonts(join(import.meta.dirname, '../../fonts'), logos);

/** Everything a month is billed from and to, in memory, and the queue that carries a run. */
export function someBilling(now: Timestamp = afterGrace, eventMaxAgeSeconds = 35 * 86_400) {
  const { books, log, cells, clock, time } = someBooks(now);
  const usageLog = new InMemoryUsageLog();
  const totals = new InMemoryUsageTotals();
  const notices: RunNotice[] = [];
  const { ports, catalogs, queue } = billingOn({
    ...{ books, log, cells, clock, usageLog, totals, shardEpochs },
    customers: inMemoryCustomers(),
    monthsReachedBack: monthsReachedBackFor(eventMaxAgeSeconds),
    onNotice: (notice: RunNotice) => {
      notices.push(notice);
    },
  });
  const exporting = {
    exportRuns: inMemoryExportRuns(),
    exported: inMemoryExportFiles(),
    exports: inMemoryQueue(),
    random: { bytes: (count: number) => randomBytes(count) },
  };
  const forms = { forms: inMemoryForms(), ...drawing, logos };
  const all = { ...ports, ...forms, ...exporting } satisfies BillingRunPorts & AnnouncedPorts;
  const backfills = inMemoryBackfills();
  return { ...all, backfills, usageLog, latest: usageLog, totals, catalogs, queue, notices, time };
}

export type SomeBilling = ReturnType<typeof someBilling>;

/** The meter `view`, and whoever is to be billed. */
export async function setUp(
  { rating, catalogs, clock }: SomeBilling,
  given: {
    readonly settings: SettingsBody;
    readonly plans: Readonly<Record<string, PlanBody>>;
    readonly customers: readonly Customer[];
  },
): Promise<void> {
  const meter = aMeter({ key: 'view', eventType: 'view' });
  await catalogs.append('acme', { version: 1, meters: [meter] });
  await rating.settings.put({ tenant: 'acme', revision: 1, body: given.settings });
  for (const [key, body] of Object.entries(given.plans)) {
    await rating.plans.put('acme', { key, revision: 1, body });
  }
  for (const customer of given.customers) {
    await putCustomer(rating.customers, 'acme', {
      customer,
      now: clock.now(),
      replaces: undefined,
    });
  }
}

/** What usage of a billing is corrected with. */
export const correctingOn = (billing: SomeBilling): CorrectUsagePorts => ({
  ...billing.corrections,
  usageHours: billing.usageLog,
  catalogs: billing.catalogs,
  shardEpochs,
  later: billing.queue,
  clock: billing.clock,
});

/** What older usage of a billing is written with. */
export const backfillingOn = (billing: SomeBilling): BackfillUsagePorts => ({
  ...billing.corrections,
  records: billing.backfills,
  usageLog: billing.usageLog,
  catalogs: billing.catalogs,
  shardEpochs,
  later: billing.queue,
  clock: billing.clock,
  monthsReachedBack: billing.rating.monthsReachedBack,
});

/** Brings totals up to what the touched queue was told, from where `done` messages were worked off. */
export async function follow({ rating, corrections }: SomeBilling, done = 0): Promise<number> {
  const { bodies } = corrections.touched;
  for (const body of bodies.slice(done)) await refreshHour(rating, touchedHourFrom(body));
  return bodies.length;
}

/** Appends events to their logs; `counted` brings the totals up to them. */
export async function use(
  { rating, usageLog }: SomeBilling,
  events: readonly UsageEvent[],
  { counted = true }: { readonly counted?: boolean } = {},
): Promise<void> {
  const writer = new UsageLogWriter(usageLog);
  for (const event of events) {
    const key = logKeyOf('acme', event, shardEpochs);
    const { blocks } = await writer.append(key, [identified('acme', event)]);
    if (!counted) continue;
    const coverage = new Map([[key.minute, blocks]]);
    await refreshHour(rating, {
      tenant: 'acme',
      shard: key.shard,
      hour: hourOfMinute(key.minute),
      coverage,
    });
  }
}

/**
 * Works the queue off from where `done` messages were worked off, until nothing is left; answers how many there were.
 */
export async function workOff(billing: SomeBilling, done = 0): Promise<number> {
  const run = runBilling(billing);
  let next = done;
  for (; next < billing.queue.bodies.length; next += 1) {
    if (next - done > MESSAGES_MAX) throw new Error('the billing queue never comes to an end');
    await run(billingMessageFrom(billing.queue.bodies[next] ?? ''));
  }
  return next;
}
