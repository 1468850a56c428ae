import type { PayeeTokens } from '../../core/access/payee-tokens.ts';
import type { RatingPorts } from '../../core/billing/ports.ts';
import type { SupportedChains } from '../../core/catalog/chain-rail.ts';
import type { Customers, Logos } from '../../core/catalog/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import type { Random } from '../../core/kernel/random.ts';
import type { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import type { UsageReads } from '../../core/metering/query/usage-query.ts';
import type { OtlpMappings } from '../../core/otlp/ports.ts';
import type { Payees, Shares } from '../../core/shares/ports.ts';
import type { AuditReadingPorts } from './list-audit.ts';
import type { KeyListPorts } from './list-keys.ts';

/** What the catalog is kept in, and what months are rated from: a change of a customer is tried out on them. */
export interface CatalogPorts extends RatingPorts, AuditReadingPorts, KeyListPorts {
  readonly customers: Customers;
  readonly backfill: Queue;
  readonly logos: Logos;
  readonly payees: Payees;
  readonly shares: Shares;
  readonly otlpMappings: OtlpMappings;
  /** For what is answered, and booked nowhere. */
  readonly reads: UsageReads;
  readonly payeeTokens: PayeeTokens;
  readonly chains: SupportedChains;
  readonly clock: Clock;
  readonly random: Random;
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pseudonyms | undefined;
}
