import { auditOperations } from '../../core/contract/audit/operations.ts';
import { backfillsOperations } from '../../core/contract/backfills/operations.ts';
import { catalogOperations } from '../../core/contract/catalog/operations.ts';
import { correctionsOperations } from '../../core/contract/corrections/operations.ts';
import { dropsOperations } from '../../core/contract/drops/operations.ts';
import { eventsOperations } from '../../core/contract/events/operations.ts';
import { exportsOperations } from '../../core/contract/exports/operations.ts';
import { gateOperations } from '../../core/contract/gate/operations.ts';
import { keysOperations } from '../../core/contract/keys/operations.ts';
import { openMeterOperations } from '../../core/contract/openmeter/operations.ts';
import { otlpOperations } from '../../core/contract/otlp/operations.ts';
import { passesOperations } from '../../core/contract/passes/operations.ts';
import { payeesOperations } from '../../core/contract/payee-statements/operations.ts';
import { payersOperations } from '../../core/contract/payers/operations.ts';
import { invoicesAndPayments } from '../../core/contract/payments/operations.ts';
import { privatePassesOperations } from '../../core/contract/private-passes/operations.ts';
import { quarantineOperations } from '../../core/contract/quarantine/operations.ts';
import { receiptsOperations } from '../../core/contract/receipts/operations.ts';
import { reconciliationOperations } from '../../core/contract/reconciliation/operations.ts';
import { runsOperations } from '../../core/contract/runs/operations.ts';
import { railsAndSepa } from '../../core/contract/sepa/operations.ts';
import { sharesOperations } from '../../core/contract/shares/operations.ts';
import { spendOperations } from '../../core/contract/spend/operations.ts';
import { unbilledOperations } from '../../core/contract/unbilled/operations.ts';
import { webhooksOperations } from '../../core/contract/webhooks/operations.ts';
import { type Gate, gateOf } from '../../core/gate/gate.ts';
import { railBooks } from '../../core/rails/book-movements.ts';
import { sepaRail } from '../../core/rails/sepa/sepa-rail.ts';
import { stripeRail } from '../../core/rails/stripe/stripe-rail.ts';
import type { ReceiptPorts } from '../../core/receipts/signed-receipt.ts';
import type { WalletRails } from '../../core/spend/over-rails/begin.ts';
import { walletMovements } from '../../core/spend/over-rails/book-wallet-movement.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import type { DropRecords } from '../../core/tallies/drops/ports.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';
import { type RouteHandlers, serveRoutes } from '../../functions/middleware/serve-routes.ts';
import type { RecordingPorts } from '../../functions/record-invoices/ports.ts';
import { recordInvoices } from '../../functions/record-invoices/record-invoices.ts';
import {
  type BackfillUsagePorts,
  backfillUsage,
} from '../../functions/review-quarantine/backfill-usage.ts';
import {
  type CorrectUsagePorts,
  correctUsage,
} from '../../functions/review-quarantine/correct-usage.ts';
import { listDropped } from '../../functions/review-quarantine/list-dropped.ts';
import type { CatalogPorts } from '../../functions/serve-catalog/ports.ts';
import { serveCatalog } from '../../functions/serve-catalog/serve-catalog.ts';
import { type PayeePorts, servePayees } from '../../functions/serve-payees/serve-payees.ts';
import { type PayersPorts, servePayers } from '../../functions/serve-payers/serve-payers.ts';
import { serveRails } from '../../functions/serve-rails/serve-rails.ts';
import { type RunsPorts, serveRuns } from '../../functions/serve-runs/serve-runs.ts';
import { serveSpend } from '../../functions/serve-spend/serve-spend.ts';
import type { TopUpPorts } from '../../functions/serve-spend/top-up-routes.ts';
import {
  serveWebhooks,
  type WebhookRoutePorts,
} from '../../functions/serve-webhooks/serve-webhooks.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { InMemoryChain } from '../fakes/chain.ts';
import { inMemoryCollections, inMemoryRailSecrets } from '../fakes/collections.ts';
import { inMemoryDrops } from '../fakes/drops.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { inMemoryLogos } from '../fakes/logos.ts';
import { inMemoryOfferSecrets } from '../fakes/offer-secrets.ts';
import { inMemoryOtlpMappings } from '../fakes/otlp-mappings.ts';
import { inMemoryPaying } from '../fakes/payouts.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import { inMemoryPrivateKeys, inMemoryPrivatePasses } from '../fakes/private-passes.ts';
import { inMemorySigner } from '../fakes/receipt-signer.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { inMemorySepaBatches } from '../fakes/sepa.ts';
import { inMemoryPayees, inMemoryShares } from '../fakes/shares.ts';
import { InMemoryTransferReferences } from '../fakes/transfer-references.ts';
import { InMemoryUsageTotals } from '../fakes/usage-totals.ts';

import { type AnAudit, anAudit } from './an-audit.ts';
import { someBackfills } from './some-backfills.ts';
import { someCorrections } from './some-corrections.ts';

/** What the catalog has in memory unless a test brings its own. */
type InMemory =
  | ('audit' | 'keys' | 'uses' | 'logos' | 'chains')
  | ('payees' | 'shares' | 'payeeTokens' | 'random' | 'reads' | 'otlpMappings');

/** The functions whose routes change anything, each with an audit, in memory unless a test brings its own. */
export const catalogHandler = (
  ports: Omit<CatalogPorts, InMemory> & Partial<CatalogPorts>,
  audit: AnAudit = anAudit(),
) => {
  const { payeeTokens = audit.payeeTokens } = ports;
  return serveRoutes(
    'ServeCatalog',
    {
      ...catalogOperations,
      ...sharesOperations,
      ...auditOperations,
      ...keysOperations,
      ...otlpOperations,
      ...openMeterOperations,
    },
    serveCatalog({
      otlpMappings: inMemoryOtlpMappings(),
      ...{ audit: inMemoryAuditLog(), uses: inMemoryAuditLog(), keys: inMemoryKeys() },
      ...{ logos: inMemoryLogos(), payees: inMemoryPayees(), shares: inMemoryShares() },
      ...{ chains: new InMemoryChain(Date.now), random: systemRandom },
      reads: { totals: new InMemoryUsageTotals(), rollups: new InMemoryRollups() },
      ...ports,
      payeeTokens,
    }),
    { ...audit, payeeTokens },
  );
};

export const quarantineHandler = (
  handlers: Pick<RouteHandlers['ReviewQuarantine'], keyof typeof quarantineOperations>,
  audit: AnAudit = anAudit(),
  corrections: CorrectUsagePorts = someCorrections(),
  backfills: BackfillUsagePorts = someBackfills(),
  drops: DropRecords = inMemoryDrops(),
) =>
  serveRoutes(
    'ReviewQuarantine',
    {
      ...quarantineOperations,
      ...correctionsOperations,
      ...backfillsOperations,
      ...dropsOperations,
    },
    {
      ...{ ...handlers, ...correctUsage(corrections), ...backfillUsage(backfills) },
      ...listDropped(drops),
    },
    audit,
  );

export const recordHandler = (ports: RecordingPorts, audit: AnAudit = anAudit()) =>
  serveRoutes('RecordInvoices', invoicesAndPayments, recordInvoices(ports), audit);

export const runsHandler = (ports: RunsPorts, audit: AnAudit = anAudit()) =>
  serveRoutes(
    'ServeRuns',
    {
      ...runsOperations,
      ...unbilledOperations,
      ...reconciliationOperations,
      ...correctionsOperations,
      ...eventsOperations,
      ...exportsOperations,
    },
    serveRuns(ports),
    audit,
  );

export const payersHandler = (ports: PayersPorts, audit: AnAudit = anAudit(), bytesMax?: number) =>
  serveRoutes('ServePayers', payersOperations, servePayers(ports, bytesMax), audit);

export const payeesHandler = (ports: PayeePorts, audit: AnAudit = anAudit()) =>
  serveRoutes('ServePayees', payeesOperations, servePayees(ports), audit);

export const webhooksHandler = (ports: WebhookRoutePorts, audit: AnAudit = anAudit()) =>
  serveRoutes('ServeWebhooks', webhooksOperations, serveWebhooks(ports), audit);

type RailsHandlerPorts = Parameters<typeof serveRails>[0];

export const railsHandler = (
  ports: Omit<RailsHandlerPorts, 'paying'> & Partial<Pick<RailsHandlerPorts, 'paying'>>,
  audit: AnAudit = anAudit(),
) => {
  const { named: books, settings, clock } = ports;
  const paying = inMemoryPaying({ books, settings, clock });
  const all = { paying, ...ports };
  const { payeeTokens } = all.paying;
  return serveRoutes('ServeRails', railsAndSepa, serveRails(all), { ...audit, payeeTokens });
};

/** Of nobody who is connected to any rail. */
function inMemoryWalletRails(gate: SpendGate): Omit<WalletRails, 'gate'> {
  const collections = inMemoryCollections();
  const call = async () => ({ kind: 'failed', reason: 'nothing is outside' }) as const;
  const sepa = sepaRail({ collections, batches: inMemorySepaBatches() });
  return {
    ...{
      collections,
      secrets: inMemoryRailSecrets(),
      rails: { stripe: stripeRail({ call }), sepa },
    },
    books: railBooks({ ...gate, wallets: walletMovements(gate) }),
  };
}

/** Of a gate that knows no token, unless a test brings its own. */
export const spendHandler = (
  protocol: SpendGate,
  gate: Gate = gateOf({
    ...{ spend: protocol, secrets: inMemoryOfferSecrets() },
    privately: { passes: inMemoryPrivatePasses(), keys: inMemoryPrivateKeys() },
    tokens: { find: async () => undefined },
  }),
  receipts: Partial<Pick<ReceiptPorts, 'plans' | 'signer'>> = {},
  rails: Omit<WalletRails, 'gate'> & Partial<Pick<TopUpPorts, 'transfers'>> = inMemoryWalletRails(
    protocol,
  ),
) =>
  serveRoutes(
    'ServeSpend',
    {
      ...{ ...spendOperations, ...passesOperations, ...privatePassesOperations },
      ...{ ...gateOperations, ...receiptsOperations },
    },
    serveSpend(
      gate,
      { ...{ ...protocol, plans: inMemoryPlans(), signer: inMemorySigner(), ...receipts } },
      { transfers: new InMemoryTransferReferences(), ...rails, gate: protocol },
    ),
    anAudit(),
  );
