import { describe, expect, it } from '@jest/globals';
import { flowMetrics } from '../../functions/middleware/flow-metrics.ts';
import { isMetrics } from '../../local/lambda/embedded-metrics.ts';

describe('a line that a function writes', () => {
  it('is of metrics where CloudWatch would make metrics of it', () => {
    const lines: string[] = [];
    flowMetrics('Farthing', (line) => lines.push(line)).onAccepted({
      acceptedMinute: 1,
      events: 2,
    });

    expect(lines.map(isMetrics)).toEqual([true]);
  });

  it.each(['a message failed', '{"event":"usage.quarantined"}', '{"message":{"_aws":{}}}'])(
    'is shown where it is anything else: %s',
    (line) => {
      expect(isMetrics(line)).toBe(false);
    },
  );
});
