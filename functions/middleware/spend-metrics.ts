import type { Clock } from '../../core/kernel/clock.ts';
import { type SpendNotice, spendNotices } from '../../core/spend/notices.ts';

/**
 * Tells of a notice as one line, which says it to whoever reads the log, and counts it in CloudWatch's embedded metric
 * format: so it does not matter in whose log it stands.
 */
export const spendMetrics =
  (
    namespace: string,
    clock: Clock,
    write: (line: string) => void = (line) => {
      process.stdout.write(line);
    },
  ) =>
  (notice: SpendNotice): void => {
    const metric = spendNotices[notice.event];
    const _aws = {
      Timestamp: clock.now(),
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[]], Metrics: [{ Name: metric, Unit: 'Count' }] },
      ],
    };
    write(`${JSON.stringify({ level: 'WARN', ...notice, [metric]: 1, _aws })}\n`);
  };
