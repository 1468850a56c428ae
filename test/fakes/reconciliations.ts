import type { Comparison, Pass, Reconciliations } from '../../core/billing/reconciliation/ports.ts';
import { comparisonName } from '../../core/billing/reconciliation/stored-reconciliation.ts';

/** What passes found, in memory; what is read shares nothing with what was put. */
export function inMemoryReconciliations(): Reconciliations {
  const passes = new Map<string, Pass>();
  const comparisons = new Map<string, Map<string, Comparison>>();
  return {
    put: async (tenant, comparison) => {
      const own = comparisons.get(tenant) ?? new Map<string, Comparison>();
      comparisons.set(tenant, own.set(comparisonName(comparison), structuredClone(comparison)));
    },
    putPass: async (tenant, pass) => {
      passes.set(tenant, structuredClone(pass));
    },
    read: async (tenant) => {
      const own = [...(comparisons.get(tenant) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      const found = own.map(([, comparison]) => comparison);
      return structuredClone({ pass: passes.get(tenant), comparisons: found });
    },
  };
}
