import type { PayeeAccountPorts } from '../../core/earnings/payee-account.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { payeeAccountRoutes } from './payee-accounts.ts';
import { type PayeeStatementPorts, payeeStatementRoutes } from './payee-statements.ts';
import { type ShareMonthPorts, shareMonthRoutes } from './share-months.ts';

/** What the routes of payees are answered with. */
export type PayeePorts = PayeeAccountPorts & ShareMonthPorts & PayeeStatementPorts;

/** Answers what payees earn and are owed. */
export const servePayees = (ports: PayeePorts): RouteHandlers['ServePayees'] => ({
  ...payeeAccountRoutes(ports),
  ...shareMonthRoutes(ports),
  ...payeeStatementRoutes(ports),
});
