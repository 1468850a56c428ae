import { invoicesAndPayments } from '../../core/contract/payments/operations.ts';
import { routes } from '../../core/contract/routes.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import type { RecordingPorts } from '../../functions/record-invoices/ports.ts';
import type { InvoicesPorts } from '../../functions/serve-invoices/ports.ts';
import { serveInvoices } from '../../functions/serve-invoices/serve-invoices.ts';
import type { RunsPorts } from '../../functions/serve-runs/serve-runs.ts';
import { type Answer, asking, type Question } from './ask.ts';
import { recordHandler, runsHandler } from './changing-handlers.ts';

/** Asks for runs and invoices as a tenant's key would over HTTP: each route of the function that answers it. */
export function billingInterface(
  ports: InvoicesPorts & RecordingPorts & RunsPorts,
): (routeKey: string, question?: Question) => Promise<Answer> {
  const asks = new Map([
    [
      'ServeInvoices',
      asking(serveRoutes('ServeInvoices', invoicesAndPayments, serveInvoices(ports))),
    ],
    ['RecordInvoices', asking(recordHandler(ports))],
    ['ServeRuns', asking(runsHandler(ports))],
  ]);
  return (routeKey, question) => {
    const route = routes.find(({ method, path }) => `${method} ${path}` === routeKey);
    const ask = asks.get(route?.function ?? '');
    if (ask === undefined) throw new Error(`${routeKey} is no route of billing`);
    return ask(routeKey, question);
  };
}
