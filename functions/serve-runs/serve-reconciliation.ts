import type { Finding, Reconciliations } from '../../core/billing/reconciliation/ports.ts';
import { reconciliationStanding } from '../../core/billing/reconciliation/standing.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

/** What the last passes found. */
export const getReconciliation =
  (ports: {
    readonly reconciliations: Reconciliations;
    readonly clock: Clock;
  }): RouteHandlers['ServeRuns']['GET /v1/reconciliation'] =>
  async ({ caller: { tenant } }) => {
    const { status, pass, comparisons } = await reconciliationStanding(ports, tenant);
    return {
      status: 200,
      body: {
        status,
        ...(pass === undefined
          ? {}
          : { begunAt: rfc3339(pass.begunAt), endedAt: rfc3339(pass.endedAt) }),
        comparisons: comparisons.map(({ month, begunAt, endedAt, findings, ...others }) => ({
          ...others,
          ...definedOnly({ period: month }),
          begunAt: rfc3339(begunAt),
          endedAt: rfc3339(endedAt),
          findings: findings.map((finding) => ({ ...finding, action: actionOn(finding) })),
        })),
      },
    };
  };

/** By the code of what was found; all else is a fault of the log of the books itself. */
const actions: Readonly<Record<string, string>> = {
  'totals-differ':
    'make the totals again: farthing totals rebuild. Right after a meter was defined, wait for the next pass first',
  'usage-unaccounted': 'report it: see UnaccountedUsage in docs/runbook.md',
  'projection-differs': 'make the projections of the books again: farthing books rebuild',
  unreadable:
    'an item is made again by farthing books rebuild; of a block, bill nothing before it is understood: see BooksFaults in docs/runbook.md',
};

const actionOn = ({ code }: Finding): string =>
  actions[code] ?? 'bill nothing before it is understood: see BooksFaults in docs/runbook.md';
