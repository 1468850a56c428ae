/** What functions count themselves. An alarm of the name tells of each: see `NoticeAlarm` in lib/constructs. */
export const countedMetrics = [
  'BooksFaults',
  'CollectionsStuck',
  'EarningsAstray',
  'FailedMessages',
  'ForksWitnessed',
  'FrontFailures',
  'FrontRequestsSlowedDown',
  'FrontUnknownKeys',
  'LogBehind',
  'LogForked',
  'LogUncosigned',
  'LostProjections',
  'NumberingGaps',
  'OverdueRuns',
  'ParkedMonths',
  'ParkedWebhooks',
  'PayoutCommitDiffers',
  'PayoutsStuck',
  'QuarantinedEvents',
  'ReconciliationMissing',
  'RepeatedIdentities',
  'TotalsDiffer',
  'UnaccountedUsage',
  'UnreadableUsage',
  'UnreconciledMonths',
  'UsageTooLate',
  'UsageWithoutPayer',
  'UsageWithoutPlan',
] as const;

export type CountedName = (typeof countedMetrics)[number];

/**
 * Counts in CloudWatch, by a line of its embedded metric format beside the one that people read: so no filter is made
 * of any log. It goes to standard output itself, as Lambda puts what a console is told under `message`. Without
 * METRICS_NAMESPACE, which every deployed function has, nothing is counted.
 */
export function countMetric(name: CountedName, count = 1): void {
  const namespace = process.env['METRICS_NAMESPACE'];
  if (namespace === undefined) return;
  // Without a unit, as filters of the log counted before: an alarm looks at values of one unit alone.
  const Metrics = [{ Name: name }];
  const CloudWatchMetrics = [{ Namespace: namespace, Dimensions: [[]], Metrics }];
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics };
  process.stdout.write(`${JSON.stringify({ _aws, [name]: count })}\n`);
}
