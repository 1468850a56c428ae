import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { type PayeeMoneyPorts, payeeAccountRoutes } from './payee-accounts.ts';
import { type PayeeStatementPorts, payeeStatementRoutes } from './payee-statements.ts';
import { type ShareMonthPorts, shareMonthRoutes } from './share-months.ts';

/** What the routes of payees are answered with. */
export type PayeePorts = PayeeMoneyPorts & ShareMonthPorts & PayeeStatementPorts;

/** Answers what payees earn and are owed. */
export const servePayees = (ports: PayeePorts): RouteHandlers['ServePayees'] => ({
  ...payeeAccountRoutes(ports),
  ...shareMonthRoutes(ports),
  ...payeeStatementRoutes(ports),
});
