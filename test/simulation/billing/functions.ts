import { billingMessageFrom } from '../../../core/billing/run/message.ts';
import { listUnbilled } from '../../../core/billing/unbilled/list-unbilled.ts';
import { forEachRecord } from '../../../functions/middleware/process-batch.ts';
import { recordInvoices } from '../../../functions/record-invoices/record-invoices.ts';
import { runBilling } from '../../../functions/run-billing/run-billing.ts';
import { serveCatalog } from '../../../functions/serve-catalog/serve-catalog.ts';
import { serveInvoices } from '../../../functions/serve-invoices/serve-invoices.ts';
import { serveRuns } from '../../../functions/serve-runs/serve-runs.ts';
import { inMemoryCollections } from '../../fakes/collections.ts';
import { inMemoryCorrections } from '../../fakes/corrections.ts';
import { inMemoryExportFiles, inMemoryExportRuns } from '../../fakes/export-files.ts';
import { inMemoryForms } from '../../fakes/forms.ts';
import { noPayouts } from '../../fakes/payouts.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { inMemoryReconciliations } from '../../fakes/reconciliations.ts';
import { InMemoryRollups } from '../../fakes/rollups.ts';
import { inMemorySepaBatches } from '../../fakes/sepa.ts';
import { InMemoryTransferReferences } from '../../fakes/transfer-references.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import type { BillingFunctions, BillingPorts } from './run-context.ts';

/** Nobody asks for a form but JSON here, which is not drawn. */
const drawPdf = () => Promise.reject(new Error('no PDF is asked for'));

/** The functions that are deployed, wired as their handlers wire them. */
export const realBillingFunctions: BillingFunctions = {
  run: (ports) => {
    const run = runBilling(wired(ports));
    return forEachRecord(({ body }) => run(billingMessageFrom(body)));
  },
  serve: (ports) => {
    const latest = new InMemoryUsageLog();
    const debits = { collections: inMemoryCollections(), batches: inMemorySepaBatches() };
    const payouts = noPayouts(wired(ports).books);
    const beside = {
      debits,
      payouts,
      transfers: new InMemoryTransferReferences(),
      forms: inMemoryForms(),
      rollups: new InMemoryRollups(),
      latest,
      ...{ exportRuns: inMemoryExportRuns(), exported: inMemoryExportFiles() },
      ...{ exports: inMemoryQueue(), random: { bytes: (count: number) => new Uint8Array(count) } },
    };
    const all = { ...wired(ports), ...beside, drawPdf, drawAccount: drawPdf, drawLetter: drawPdf };
    return { ...serveInvoices(all), ...recordInvoices(all), ...serveRuns(all) };
  },
  unbilled: listUnbilled,
  catalog: serveCatalog,
};

function wired({ rated, booksOn, ...ports }: BillingPorts) {
  const books = booksOn(ports);
  return {
    ...ports,
    books,
    rating: { ...rated, books },
    reconciliations: inMemoryReconciliations(),
    corrections: {
      records: inMemoryCorrections(),
      writer: () => {
        throw new Error('nobody asks for a correction');
      },
      touched: inMemoryQueue(),
    },
  };
}
