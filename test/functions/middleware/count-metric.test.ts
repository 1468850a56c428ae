import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InvariantViolation } from '../../../core/kernel/invariant.ts';
import { countMetric } from '../../../functions/middleware/count-metric.ts';
import { logError } from '../../../functions/middleware/log.ts';
import { reportBatchItemFailures } from '../../../functions/middleware/process-batch.ts';
import { metricsOf, tellNotice } from '../../../functions/middleware/tell-notice.ts';
import { isMetrics } from '../../../local/lambda/embedded-metrics.ts';

const written: string[] = [];
const warned: unknown[] = [];

beforeEach(() => {
  written.length = 0;
  warned.length = 0;
  process.env['METRICS_NAMESPACE'] = 'Farthing/One';
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    written.push(String(line));
    return true;
  });
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  jest.spyOn(console, 'warn').mockImplementation((line: unknown) => {
    warned.push(line);
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['METRICS_NAMESPACE'];
});

/** What CloudWatch is told: by metric, the number. */
const counted = (): readonly unknown[] =>
  written.map((line) => {
    const { _aws, ...values } = JSON.parse(line) as Record<string, unknown>;
    return values;
  });

describe('a metric is counted', () => {
  it('by one line of the embedded format, which is all that it says', () => {
    countMetric('FrontUnknownKeys', 12);

    expect(JSON.parse(written.join())).toEqual({
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          { Namespace: 'Farthing/One', Dimensions: [[]], Metrics: [{ Name: 'FrontUnknownKeys' }] },
        ],
      },
      FrontUnknownKeys: 12,
    });
    expect(written.join()).toMatch(/^\S*\n$/);
    expect(isMetrics(written.join())).toBe(true);
  });

  it('nowhere, where no namespace is given', () => {
    delete process.env['METRICS_NAMESPACE'];

    countMetric('FailedMessages');

    expect(written).toEqual([]);
  });

  it('when a message fails, once for each', () => {
    const { after } = reportBatchItemFailures();

    void after?.({
      event: { Records: [{ messageId: '1' }, { messageId: '2' }, { messageId: '3' }] },
      response: [
        { status: 'rejected', reason: new Error('no table') },
        { status: 'fulfilled', value: undefined },
      ],
    } as never);

    expect(counted()).toEqual([{ FailedMessages: 1 }, { FailedMessages: 1 }]);
  });

  it('when what is logged is that a projection is lost, whoever meets it', () => {
    logError('a request failed', new InvariantViolation('a projection is lost: ["document"'));
    logError('a request failed', new Error('another'));

    expect(counted()).toEqual([{ LostProjections: 1 }]);
  });
});

describe('a notice', () => {
  it('is said to people as it is, and counted', () => {
    const notice = { event: 'books.fault', code: 'numbering-gap', detail: '7 is missing' } as const;

    tellNotice(notice);

    expect(warned).toEqual([notice]);
    expect(counted()).toEqual([{ BooksFaults: 1 }, { NumberingGaps: 1 }]);
  });

  it.each([
    ['a month that is due and not billed', 'billing.overdue', undefined, ['OverdueRuns']],
    ['a month that waits for a person', 'billing.parked', undefined, ['ParkedMonths']],
    ['totals that differ', 'billing.unreconciled', undefined, ['UnreconciledMonths']],
    ['identities again', 'billing.identity-repeated', undefined, ['RepeatedIdentities']],
    ['usage nobody pays for', 'billing.unbilled', 'no-payer', ['UsageWithoutPayer']],
    ['usage without a plan', 'billing.unbilled', 'no-plan', ['UsageWithoutPlan']],
    ['usage too late', 'billing.unbilled', 'too-late', ['UsageTooLate']],
    ['usage without a value', 'billing.unbilled', 'unreadable', ['UnreadableUsage']],
    ['usage of another kind, which no alarm tells of', 'billing.unbilled', 'other', []],
    ['open quarantine, which no alarm tells of', 'billing.quarantine-open', undefined, []],
    ['usage that is nowhere', 'billing.usage-unaccounted', undefined, ['UnaccountedUsage']],
    ['totals of an hour', 'reconciliation.totals-differ', undefined, ['TotalsDiffer']],
    ['the end of a pass', 'reconciliation.ended', undefined, ['ReconciliationMissing']],
    ['a fault of the books', 'books.fault', 'unbalanced', ['BooksFaults']],
  ] as const)('of %s is counted by its alarm', (_, event, code, metrics) => {
    const notice = { event, detail: 'it is so' };

    expect(metricsOf(code === undefined ? notice : { ...notice, code })).toEqual(metrics);
  });
});
