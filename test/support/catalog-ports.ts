import { timestampOf } from '../../core/kernel/timestamp.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';
import type { CatalogPorts } from '../../functions/serve-catalog/ports.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { inMemoryBillingSettings } from '../fakes/billing-settings.ts';
import { InMemoryChain } from '../fakes/chain.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { inMemoryLogos } from '../fakes/logos.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryOtlpMappings } from '../fakes/otlp-mappings.ts';
import { inMemoryPayeeTokens } from '../fakes/payee-tokens.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { inMemoryPayees, inMemoryShares } from '../fakes/shares.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { someBooks } from '../fixtures/invoicing.ts';
import { noWallets } from './no-wallets.ts';

/** A catalog in memory; it is 2026-11-22T00:00:00Z. */
export const catalogPorts = (ports: Partial<CatalogPorts> = {}): CatalogPorts => ({
  catalogs: inMemoryMeterCatalogs(),
  customers: inMemoryCustomers(),
  totals: new InMemoryUsageTotals(),
  usageLog: new InMemoryUsageLog(),
  shardEpochs: [{ from: timestampOf(0), shards: 2 }],
  monthsReachedBack: 2,
  backfill: inMemoryQueue(),
  logos: inMemoryLogos(),
  payees: inMemoryPayees(),
  shares: inMemoryShares(),
  otlpMappings: inMemoryOtlpMappings(),
  reads: { totals: new InMemoryUsageTotals(), rollups: new InMemoryRollups() },
  payeeTokens: inMemoryPayeeTokens(),
  random: systemRandom,
  chains: new InMemoryChain(Date.now),
  plans: inMemoryPlans(),
  settings: inMemoryBillingSettings(),
  books: someBooks().books,
  wallets: noWallets,
  audit: inMemoryAuditLog(),
  uses: inMemoryAuditLog(),
  keys: inMemoryKeys(),
  clock: { now: () => timestampOf(Date.UTC(2026, 10, 22)) },
  ...ports,
});
