import type { Clock } from '../../kernel/clock.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import type { KeptReconciliation, Reconciliations } from './ports.ts';

/** A pass begins every day, and takes minutes; with so many hours more, one has not ended. */
const OVERDUE_MS = 30 * millisecondsPer.hour;

/** Whether what is derived is what it is derived from, as far as the last pass knows. */
export interface ReconciliationStanding extends KeptReconciliation {
  /** `overdue`: none has ended for more than a day, or ever. What differs comes before that. */
  readonly status: 'agrees' | 'differs' | 'overdue';
}

/** Where the reconciliation of a tenant stands, by what is kept of it: one query, and nothing is compared. */
export async function reconciliationStanding(
  { reconciliations, clock }: { readonly reconciliations: Reconciliations; readonly clock: Clock },
  tenant: string,
): Promise<ReconciliationStanding> {
  const kept = await reconciliations.read(tenant);
  const isOverdue = kept.pass === undefined || clock.now() - kept.pass.endedAt > OVERDUE_MS;
  const differs = kept.comparisons.some(({ differing }) => differing > 0);
  return { ...kept, status: differs ? 'differs' : isOverdue ? 'overdue' : 'agrees' };
}
