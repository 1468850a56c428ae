import { prepareClosings } from '../../core/billing/rating/prepare-closings.ts';
import { tracesPerMessage } from '../../core/billing/repeats/find-repeats.ts';
import type { BillingRunPorts } from '../../core/billing/run/ports.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import type { Customers, CustomersErased } from '../../core/catalog/ports.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import type { UsageTotals } from '../../core/metering/totals/ports.ts';
import { walletsOf } from '../../core/spend/wallet-use.ts';
import type { RunPorts } from '../../functions/run-billing/run-billing.ts';
import type { InvoicesPorts } from '../../functions/serve-invoices/ports.ts';
import { inMemoryBillingRuns } from '../fakes/billing-runs.ts';
import { inMemoryBillingSettings } from '../fakes/billing-settings.ts';
import { inMemoryCollections } from '../fakes/collections.ts';
import { inMemoryCorrections } from '../fakes/corrections.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { noPayouts } from '../fakes/payouts.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import { inMemoryQuarantine } from '../fakes/quarantine.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemoryReconciliations } from '../fakes/reconciliations.ts';
import { inMemoryRepeats, inMemoryTraceScratch } from '../fakes/repeats.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { inMemorySepaBatches } from '../fakes/sepa.ts';
import { InMemoryGivingTenants, InMemorySpendLog } from '../fakes/spend-log.ts';
import { InMemoryTransferReferences } from '../fakes/transfer-references.ts';

type Logs = BillingRunPorts['rating']['usageLog'];

/** What is not the same wherever a month is billed in memory. */
interface Given<
  Log extends BooksLog,
  Cells extends BooksCells,
  Totals extends UsageTotals,
  Used extends Logs,
> extends Pick<BillingRunPorts, 'books' | 'clock' | 'onNotice'>,
    Pick<BillingRunPorts['rating'], 'shardEpochs' | 'monthsReachedBack'> {
  readonly log: Log;
  readonly cells: Cells;
  readonly customers: Customers & CustomersErased;
  readonly totals: Totals;
  readonly usageLog: Used;
}

/** What a run bills from and to, on these stores and else in memory; `queue` carries the run. */
export function billingOn<
  Log extends BooksLog,
  Cells extends BooksCells,
  Totals extends UsageTotals,
  Used extends Logs,
>(given: Given<Log, Cells, Totals, Used>) {
  const { books, log, cells, clock, onNotice } = given;
  const { customers, totals, usageLog, shardEpochs, monthsReachedBack } = given;
  const catalogs = inMemoryMeterCatalogs();
  const spendLog = new InMemorySpendLog();
  const giving = new InMemoryGivingTenants();
  const rating = {
    customers,
    plans: inMemoryPlans(),
    settings: inMemoryBillingSettings(),
    catalogs,
    totals,
    usageLog,
    shardEpochs,
    books,
    wallets: walletsOf({ log: spendLog, giving, clock }),
    monthsReachedBack,
    keepsLevels: true,
  };
  const queue = inMemoryQueue();
  const corrections = {
    records: inMemoryCorrections(),
    writer: () => new UsageLogWriter(usageLog),
    touched: inMemoryQueue(),
  };
  const ports = {
    corrections,
    rating,
    prepare: prepareClosings,
    books,
    log,
    cells,
    runs: inMemoryBillingRuns(),
    debits: { collections: inMemoryCollections(), batches: inMemorySepaBatches() },
    payouts: noPayouts(books),
    transfers: new InMemoryTransferReferences(),
    reconciliations: inMemoryReconciliations(),
    repeats: inMemoryRepeats(),
    scratch: inMemoryTraceScratch(),
    usageHours: usageLog,
    rollups: new InMemoryRollups(),
    tracesMax: tracesPerMessage,
    quarantine: inMemoryQuarantine(),
    billing: queue,
    later: queue,
    soon: queue,
    documents: inMemoryQueue(),
    ...{ spendLog, giving },
    clock,
    onNotice,
  } satisfies RunPorts & Pick<InvoicesPorts, 'rollups' | 'debits' | 'payouts' | 'transfers'>;
  return { ports, catalogs, queue };
}
