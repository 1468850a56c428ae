import type { RunNotice } from '../../core/billing/run/ports.ts';
import type { SubscriptionNotice } from '../../core/marketplace/ports.ts';
import type { CommitNotice } from '../../core/payouts/chain/look-at-open-commits.ts';
import type { PayoutNotice } from '../../core/payouts/look-at-payouts.ts';
import type { CollectionNotice } from '../../core/rails/ports.ts';
import type { DropNotice } from '../../core/tallies/drops/ports.ts';
import type { CosignedNotice } from '../../core/transparency/cosign.ts';
import type { LogNotice } from '../../core/transparency/sequence-all.ts';
import type { WebhookNotice } from '../../core/webhooks/ports.ts';
import type { WitnessedFork } from '../../core/witness/ports.ts';
import { type CountedName, countMetric } from './count-metric.ts';

/** What a person should look at, as a line of the log says it. */
export type Notice =
  | RunNotice
  | CollectionNotice
  | SubscriptionNotice
  | PayoutNotice
  | CommitNotice
  | WebhookNotice
  | LogNotice
  | DropNotice
  | CosignedNotice
  | ({ readonly event: 'log.fork-witnessed' } & WitnessedFork)
  | { readonly event: 'usage.quarantined'; readonly tenant: string; readonly reason: string }
  | { readonly event: 'earnings.astray'; readonly tenant: string; readonly refused: number };

/** What counts notices of an event; nothing where no alarm tells of it. */
const ofEvent = {
  'billing.overdue': 'OverdueRuns',
  'billing.parked': 'ParkedMonths',
  'billing.unreconciled': 'UnreconciledMonths',
  'billing.quarantine-open': undefined,
  'billing.identity-repeated': 'RepeatedIdentities',
  'billing.unbilled': undefined,
  'billing.usage-unaccounted': 'UnaccountedUsage',
  'books.fault': 'BooksFaults',
  'reconciliation.totals-differ': 'TotalsDiffer',
  'reconciliation.ended': 'ReconciliationMissing',
  'collection.stuck': 'CollectionsStuck',
  'subscription.over': 'CollectionsStuck',
  'subscription.stuck': 'CollectionsStuck',
  'subscription.unreported': 'CollectionsStuck',
  'payout.stuck': 'PayoutsStuck',
  'payout-commit.differs': 'PayoutCommitDiffers',
  'webhook.parked': 'ParkedWebhooks',
  'drop.refused': 'QuarantinedEvents',
  'log.behind': 'LogBehind',
  'log.uncosigned': 'LogUncosigned',
  'log.forked': 'LogForked',
  'log.fork-witnessed': 'ForksWitnessed',
  'usage.quarantined': 'QuarantinedEvents',
  'earnings.astray': 'EarningsAstray',
} as const satisfies Record<Notice['event'], CountedName | undefined>;

/** What counts those with a code besides. */
const ofCode: Partial<Record<Notice['event'], Readonly<Record<string, CountedName>>>> = {
  'billing.unbilled': {
    'no-payer': 'UsageWithoutPayer',
    'no-plan': 'UsageWithoutPlan',
    'too-late': 'UsageTooLate',
    unreadable: 'UnreadableUsage',
  },
  'books.fault': { 'numbering-gap': 'NumberingGaps' },
};

/** Says it in the log, to people, and has alarms count it. */
export function tellNotice(notice: Notice): void {
  console.warn({ ...notice });
  for (const metric of metricsOf(notice)) countMetric(metric);
}

/** What a notice is counted by. */
export function metricsOf(notice: Notice): readonly CountedName[] {
  const code = 'code' in notice ? notice.code : undefined;
  const metrics = [
    ofEvent[notice.event],
    code === undefined ? undefined : ofCode[notice.event]?.[code],
  ];
  return metrics.filter((metric) => metric !== undefined);
}
