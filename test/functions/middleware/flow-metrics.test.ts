import { describe, expect, it } from '@jest/globals';
import { flowMetrics } from '../../../functions/middleware/flow-metrics.ts';

const acceptedMinute = 29_558_400;
/** An hour after that minute. */
const Timestamp = 29_558_460 * 60_000;

function told(tell: (metrics: ReturnType<typeof flowMetrics>) => void): unknown[] {
  const lines: string[] = [];
  tell(flowMetrics('Farthing/One', (line) => lines.push(line)));
  return lines.map((line) => {
    expect(line).toMatch(/^\{"_aws":\{.*\}\n$/);
    return JSON.parse(line) as unknown;
  });
}

describe('the metrics of the flow', () => {
  it('have what is accepted an hour after its minute, as one line of the embedded format', () => {
    const lines = told(({ onAccepted }) => {
      onAccepted({ acceptedMinute, events: 12 });
    });

    const Metrics = [{ Name: 'EventsAccepted', Unit: 'Count' }];
    const CloudWatchMetrics = [{ Namespace: 'Farthing/One', Dimensions: [[]], Metrics }];
    expect(lines).toEqual([{ _aws: { Timestamp, CloudWatchMetrics }, EventsAccepted: 12 }]);
  });

  it('have what became of it at the same minute, however late that is told', () => {
    const lines = told(({ onSettled }) => {
      onSettled({ acceptedMinute, recorded: 9, known: 2, quarantined: 1 });
    });

    expect(lines).toMatchObject([
      { _aws: { Timestamp }, EventsRecorded: 9, EventsKnown: 2, EventsQuarantined: 1 },
    ]);
  });
});
