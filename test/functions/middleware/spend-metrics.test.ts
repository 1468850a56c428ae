import { expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { spendMetrics } from '../../../functions/middleware/spend-metrics.ts';
import { isMetrics } from '../../../local/lambda/embedded-metrics.ts';

it('a notice of spend is one line that people read, and CloudWatch counts', () => {
  const lines: string[] = [];
  const tell = spendMetrics('Farthing/One', { now: () => timestampOf(7) }, (line) => {
    lines.push(line);
  });

  tell({ event: 'spend.untold', tenant: 'acme', payer: 'ada', id: '3', detail: 'it waits' });

  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      ...{ level: 'WARN', event: 'spend.untold', tenant: 'acme', payer: 'ada' },
      ...{ id: '3', detail: 'it waits', CapturesUntold: 1 },
      _aws: {
        Timestamp: 7,
        CloudWatchMetrics: [
          {
            ...{ Namespace: 'Farthing/One', Dimensions: [[]] },
            Metrics: [{ Name: 'CapturesUntold', Unit: 'Count' }],
          },
        ],
      },
    },
  ]);
  expect(lines[0]).toMatch(/\n$/);
  expect(isMetrics(lines[0] ?? '')).toBe(false);
});
