import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { spendNotices } from '../../core/spend/notices.ts';
import { countedMetrics } from '../../functions/middleware/count-metric.ts';
import {
  at,
  functionsOf,
  nameIn,
  ofType,
  resources,
  targetOf,
  theOnly,
  withBothFronts,
} from './synthesized.ts';
import { alarmAbout, alarms, filterOf } from './synthesized-alarms.ts';

jest.setTimeout(60_000);

const queues = ofType(resources, 'AWS::SQS::Queue');
const isWorkQueue = (properties: Readonly<Record<string, unknown>>) =>
  properties['RedrivePolicy'] !== undefined;

/** All functions but the one that only a deploy calls, which fails with it. */
const watched = functionsOf(resources)
  .filter(([name]) => name !== 'StorePages')
  .map(([name, id]) => [name, id]);

const consumers = ofType(resources, 'AWS::Lambda::EventSourceMapping').map(([, source]) =>
  targetOf(at(source, 'FunctionName')),
);

describe('an alarm goes off', () => {
  it.each(queues.filter(([, queue]) => !isWorkQueue(queue.Properties)).map(([id]) => [id]))(
    'on the first message in %s',
    (id) => {
      const alarm = alarmAbout('ApproximateNumberOfMessagesVisible', id);

      expect(alarm?.threshold).toBe(0);
      expect(alarm?.joined).toEqual([]);
    },
  );

  it.each(queues.filter(([, queue]) => !isWorkQueue(queue.Properties)).map(([id]) => [id]))(
    'while what %s has is kept for two days at least',
    (id) => {
      const days = 86_400;
      const [kept, waiting] = [14, 7].map((retention) => retention * days);

      expect(at(resources.get(id), 'MessageRetentionPeriod')).toBe(kept);
      const threshold = Number(alarmAbout('ApproximateAgeOfOldestMessage', id)?.threshold);
      expect((kept ?? 0) - (waiting ?? 0) - threshold).toBe(2 * days);
    },
  );

  it('within a minute when a message fails, whoever works it off', () => {
    const alarm = alarms.find(({ metric }) => metric === 'FailedMessages');

    expect(alarm?.properties).toMatchObject({ Threshold: 0, Period: 60, EvaluationPeriods: 1 });
  });

  it.each([
    ['slowed down', 'RequestsSlowedDown', '{ $.status = "429" }'],
    ['refused for their key', 'UnknownKeys', '{ ($.status = "403") && ($.keyId = "-") }'],
  ])('when more than a hundred requests in five minutes are %s', (_, metric, pattern) => {
    const filter = filterOf(metric);

    expect(at(filter, 'FilterPattern')).toBe(pattern);
    expect(targetOf(at(filter, 'LogGroupName'))).toContain('AccessLog');
    expect(alarms.find((alarm) => alarm.metric === metric)?.properties).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 100,
      Period: 300,
    });
  });

  it.each(queues.filter(([, queue]) => isWorkQueue(queue.Properties)).map(([id]) => [id]))(
    'when a message has waited for 15 minutes in %s',
    (id) => {
      expect(alarmAbout('ApproximateAgeOfOldestMessage', id)?.threshold).toBe(900);
    },
  );

  it.each(watched)('when %s fails, and names it', (name, id) => {
    const alarm = alarmAbout('Errors', id);

    expect(alarm?.threshold).toBe(0);
    expect(alarm?.properties['AlarmDescription']).toMatch(new RegExp(`\\b${name}\\b.* failed`));
  });

  it.each(watched)('when %s is throttled, and names it', (name, id) => {
    const alarm = alarmAbout('Throttles', id);

    expect(alarm?.threshold).toBe(0);
    expect(alarm?.properties['AlarmDescription']).toMatch(new RegExp(`\\b${name}\\b.* refused`));
  });

  it.each(consumers)('of its own when %s fails, as no front tells of that', (id) => {
    expect(alarmAbout('Errors', id)?.joined).toEqual([]);
  });

  it('when DynamoDB refuses more than a hundred reads and writes of the tables that all need', () => {
    const [alarm] = alarms.filter(({ id }) => id.includes('TablesThrottled'));
    const all = (alarm?.properties['Metrics'] ?? []) as Record<string, unknown>[];
    const [expression, ...metrics] = all;
    const watched = metrics.map(({ MetricStat }) => JSON.stringify(MetricStat));

    expect(metrics).toHaveLength(8);
    for (const metric of metrics) {
      expect(expression?.['Expression']).toContain(`FILL(${String(metric['Id'])}, 0)`);
    }
    for (const table of ['UsageLog', 'Totals', 'Catalog', 'BillingBooks', 'BooksCells']) {
      expect(watched.filter((text) => text.includes(table)).join()).toContain('ThrottleEvents');
    }
    expect(alarm?.properties).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 100,
    });
  });

  it('when requests are answered with 5xx', () => {
    expect(alarms.filter(({ metric }) => metric === '5xx')).toHaveLength(1);
  });

  it('when events that were accepted an hour ago are not settled, by what functions measure', () => {
    const [alarm] = alarms.filter(({ id }) => id.includes('EventsNotSettled'));
    const metrics = alarm?.properties['Metrics'] as Record<string, unknown>[];
    const [expression, ...measured] = metrics;

    expect(alarm?.threshold).toBe(0);
    expect(alarm?.properties).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
    });
    expect(expression).toMatchObject({
      Expression: 'FILL(accepted, 0) - FILL(recorded, 0) - FILL(known, 0) - FILL(quarantined, 0)',
    });
    const namespaces = functionsOf(resources).map(([, id]) =>
      at(resources.get(id), 'Environment.Variables.METRICS_NAMESPACE'),
    );
    for (const metric of measured) {
      expect(metric).toMatchObject({ MetricStat: { Period: 300, Stat: 'Sum' } });
      for (const namespace of namespaces) {
        expect(metric).toMatchObject({ MetricStat: { Metric: { Namespace: namespace } } });
      }
    }
    expect(measured.map((metric) => [metric['Id'], metric['MetricStat']])).toMatchObject([
      ['accepted', { Metric: { MetricName: 'EventsAccepted' } }],
      ['recorded', { Metric: { MetricName: 'EventsRecorded' } }],
      ['known', { Metric: { MetricName: 'EventsKnown' } }],
      ['quarantined', { Metric: { MetricName: 'EventsQuarantined' } }],
    ]);
  });
});

describe('an alarm goes off when functions count', () => {
  const namespaces = new Set(
    functionsOf(resources).map(([, id]) =>
      JSON.stringify(at(resources.get(id), 'Environment.Variables.METRICS_NAMESPACE')),
    ),
  );
  /** Of anything else the first is told. */
  const thresholds: Readonly<Record<string, number>> = {
    FrontRequestsSlowedDown: 100,
    FrontUnknownKeys: 100,
  };
  const silences = ['ReconciliationMissing'];

  it.each(countedMetrics.filter((metric) => !silences.includes(metric)))('%s', (metric) => {
    const alarm = alarms.find((one) => one.metric === metric);

    expect([...namespaces]).toEqual([JSON.stringify(alarm?.properties['Namespace'])]);
    expect(alarm?.properties).toMatchObject({
      ...{ Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 },
      Threshold: thresholds[metric] ?? 0,
    });
    expect(alarm?.properties).not.toHaveProperty('Dimensions');
    expect(alarm?.properties).not.toHaveProperty('Unit');
  });

  it.each(silences)('nothing of %s', (metric) => {
    expect(alarms.find((one) => one.metric === metric)?.properties).toMatchObject({
      TreatMissingData: 'breaching',
    });
  });

  it('by names that something counts, all of them', () => {
    const ours = alarms.filter(({ properties }) =>
      namespaces.has(JSON.stringify(properties['Namespace'])),
    );
    const filtered = ofType(withBothFronts, 'AWS::Logs::MetricFilter').map(([, filter]) =>
      at(filter, 'MetricTransformations.0.MetricName'),
    );

    expect(ours.map(({ metric }) => metric).toSorted()).toEqual(
      [...countedMetrics, ...Object.values(spendNotices), ...filtered].toSorted(),
    );
    expect(filtered.toSorted()).toEqual(['RequestsSlowedDown', 'UnknownKeys']);
  });

  it('in the second front, as everywhere', () => {
    const [, revision] = theOnly(withBothFronts, 'AWS::Lambda::WebFunctionRevision');
    const namespace = at(revision, 'ServiceConfig.EnvironmentVariables.METRICS_NAMESPACE');

    expect([...namespaces]).toEqual([JSON.stringify(namespace)]);
  });
});

describe('docs/runbook.md', () => {
  const page = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const section = /\n## Alarms\n(.*?)\n## /s.exec(page)?.[1] ?? '';
  const entries = section
    .split(/^### /m)
    .slice(1)
    .map((entry): [string, string] => [entry.split('\n')[0] ?? '', entry]);

  it.each(alarms)('has the entry that $id leads to', ({ id, properties }) => {
    const link = /: docs\/runbook\.md#([a-z]+)$/.exec(String(properties['AlarmDescription']));
    const entry = entries.map(([name]) => name).find((name) => name.toLowerCase() === link?.[1]);

    expect(entry).toBeDefined();
    expect(id).toContain(entry);
  });

  it.each(entries)(
    'tells of %s what one sees, where to look, what to do, and when it is over',
    (name, entry) => {
      const led = alarms.filter(({ properties }) =>
        String(properties['AlarmDescription']).endsWith(`#${name.toLowerCase()}`),
      );

      expect(led).not.toHaveLength(0);
      expect([...entry.matchAll(/^- \*\*(.+?):\*\*/gm)].map((part) => part[1])).toEqual([
        'You see',
        'Look',
        'Do',
        'Over',
      ]);
    },
  );

  it('says of each queue who works it off', () => {
    const documented = [...page.matchAll(/^\| `(\w+)` \| .* \| `(\w+)` \| /gm)].map(
      ([, queue, consumer]) => [queue, consumer],
    );
    const deployed = ofType(resources, 'AWS::Lambda::EventSourceMapping').map(([, source]) => {
      const queue = targetOf(at(source, 'EventSourceArn'));
      const age = alarmAbout('ApproximateAgeOfOldestMessage', queue);
      const name = /^a message of (\w+) /.exec(String(age?.properties['AlarmDescription']))?.[1];
      return [name, nameIn(targetOf(at(source, 'FunctionName')))];
    });

    expect(documented.toSorted()).toEqual(deployed.toSorted());
  });
});
