import { describe, expect, it } from '@jest/globals';
import { alarms } from './synthesized-alarms.ts';

describe.each(alarms.filter(({ id }) => id.startsWith('Joined')))(
  '$id',
  ({ joined, properties }) => {
    it('looks at no more than CloudWatch takes, and goes off by the highest of all', () => {
      const [expression, ...metrics] = properties['Metrics'] as readonly Record<string, unknown>[];
      const terms = metrics.map(({ Id }) => `FILL(${String(Id)}, 0)`);

      expect(joined.length).toBeGreaterThan(1);
      expect(joined.length).toBeLessThanOrEqual(10);
      expect(expression?.['Expression']).toBe(`MAX([${terms.join(', ')}])`);
      expect(properties).toMatchObject({
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
      });
    });

    it('says in its graph which line is whose', () => {
      const [, ...metrics] = properties['Metrics'] as readonly Record<string, unknown>[];
      const labels = metrics.map(({ Label }) => String(Label));

      expect(new Set(labels).size).toBe(joined.length);
      for (const label of labels) expect(properties['AlarmDescription']).toContain(label);
    });
  },
);
