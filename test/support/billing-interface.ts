import { invoicesOperations } from '../../core/contract/invoices/operations.ts';
import { reconciliationOperations } from '../../core/contract/reconciliation/operations.ts';
import { routes } from '../../core/contract/routes.ts';
import { runsOperations } from '../../core/contract/runs/operations.ts';
import { unbilledOperations } from '../../core/contract/unbilled/operations.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import type { RecordingPorts } from '../../functions/record-invoices/ports.ts';
import { recordInvoices } from '../../functions/record-invoices/record-invoices.ts';
import type { InvoicesPorts } from '../../functions/serve-invoices/ports.ts';
import { serveInvoices } from '../../functions/serve-invoices/serve-invoices.ts';
import { type RunsPorts, serveRuns } from '../../functions/serve-runs/serve-runs.ts';
import { type Answer, asking, type Question } from './ask.ts';

/** Asks for runs and invoices as a tenant's key would over HTTP: each route of the function that answers it. */
export function billingInterface(
  ports: InvoicesPorts & RecordingPorts & RunsPorts,
): (routeKey: string, question?: Question) => Promise<Answer> {
  const asks = new Map([
    [
      'ServeInvoices',
      asking(serveRoutes('ServeInvoices', invoicesOperations, serveInvoices(ports))),
    ],
    [
      'RecordInvoices',
      asking(serveRoutes('RecordInvoices', invoicesOperations, recordInvoices(ports))),
    ],
    [
      'ServeRuns',
      asking(
        serveRoutes(
          'ServeRuns',
          { ...runsOperations, ...unbilledOperations, ...reconciliationOperations },
          serveRuns(ports),
        ),
      ),
    ],
  ]);
  return (routeKey, question) => {
    const route = routes.find(({ method, path }) => `${method} ${path}` === routeKey);
    const ask = asks.get(route?.function ?? '');
    if (ask === undefined) throw new Error(`${routeKey} is no route of billing`);
    return ask(routeKey, question);
  };
}
