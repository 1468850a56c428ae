import { gateOperations } from '../../core/contract/gate/operations.ts';
import { passesOperations } from '../../core/contract/passes/operations.ts';
import { privatePassesOperations } from '../../core/contract/private-passes/operations.ts';
import { receiptsOperations } from '../../core/contract/receipts/operations.ts';
import { spendOperations } from '../../core/contract/spend/operations.ts';
import type { EventSink } from '../../core/metering/intake/event-sink.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { gateOn } from '../adapters/gate-on.ts';
import { lowWalletsBehind } from '../adapters/low-wallets.ts';
import { receiptsOn } from '../adapters/receipts-on.ts';
import { spendOn } from '../adapters/spend-gate.ts';
import { walletRailsOn } from '../adapters/wallet-rails.ts';
import type { EnvironmentOf } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import type { environment } from './environment.ts';
import { serveSpend } from './serve-spend.ts';

/** The handler of all that ServeSpend answers; the front gives it the sink that it sends events by. */
export function spendRoutes(variables: EnvironmentOf<typeof environment>, events?: EventSink) {
  const onLow = lowWalletsBehind(variables.RAILS_QUEUE_URL);
  const spend = spendOn(variables, { events, onLow });
  const receipts = receiptsOn(spend, variables);
  const signsCaptures = variables.RECEIPTS_SIGNED === 'captured';
  return serveRoutes(
    'ServeSpend',
    {
      ...{ ...spendOperations, ...passesOperations, ...privatePassesOperations },
      ...{ ...gateOperations, ...receiptsOperations },
    },
    serveSpend(
      gateOn(spend, variables, signsCaptures ? receipts.signer : undefined),
      receipts,
      walletRailsOn(spend, variables),
    ),
    auditPorts(variables),
  );
}
