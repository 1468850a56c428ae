import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import {
  at,
  functionsOf,
  nameIn,
  ofType,
  resources,
  targetOf,
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
    const filters = ofType(withBothFronts, 'AWS::Logs::MetricFilter').filter(
      ([, filter]) => at(filter, 'MetricTransformations.0.MetricName') === 'FailedMessages',
    );
    const alarm = alarms.find(({ metric }) => metric === 'FailedMessages');

    expect(
      filters.map(([, filter]) => nameIn(targetOf(at(filter, 'LogGroupName')))).toSorted(),
    ).toEqual(consumers.map(nameIn).toSorted());
    expect(new Set(filters.map(([, filter]) => at(filter, 'FilterPattern')))).toEqual(
      new Set(['{ $.message.event = "a message failed" }']),
    );
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
    const namespaces = functionsOf(resources).flatMap(([, id]) => {
      const variables = at(resources.get(id), 'Environment.Variables') as Record<string, unknown>;
      return variables['METRICS_NAMESPACE'] === undefined ? [] : [variables['METRICS_NAMESPACE']];
    });
    expect(namespaces).toHaveLength(6);
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

  it('on the first event in quarantine, which AggregateUsage logs', () => {
    const filter = filterOf('QuarantinedEvents');
    const alarm = alarms.find(({ metric }) => metric === 'QuarantinedEvents');

    expect(at(filter, 'FilterPattern')).toBe('{ $.message.event = "usage.quarantined" }');
    expect(targetOf(at(filter, 'LogGroupName'))).toContain('AggregateUsage');
    expect(alarm?.threshold).toBe(0);
    expect(at(filter, 'MetricTransformations.0')).toMatchObject({
      MetricName: 'QuarantinedEvents',
      MetricNamespace: alarm?.properties['Namespace'],
    });
  });
});

describe('an alarm goes off on the first request that the second front fails at', () => {
  it('FrontFailures', () => {
    const filter = filterOf('FrontFailures');

    expect(at(filter, 'FilterPattern')).toBe('{ $.message.event = "a request failed" }');
    expect(targetOf(at(filter, 'LogGroupName'))).toContain('ServeFront');
    expect(alarms.find(({ metric }) => metric === 'FrontFailures')?.threshold).toBe(0);
  });
});

describe('an alarm goes off when the second front refuses more than a hundred requests in five minutes', () => {
  it.each([
    ['FrontRequestsSlowedDown', 'slowed-down'],
    ['FrontUnknownKeys', 'key-unknown'],
  ])('%s', (metric, refusal) => {
    const filter = filterOf(metric);

    expect(at(filter, 'FilterPattern')).toBe(
      `{ ($.message.event = "requests were refused") && ($.message.refusal = "${refusal}") }`,
    );
    expect(at(filter, 'MetricTransformations.0.MetricValue')).toBe('$.message.count');
    expect(targetOf(at(filter, 'LogGroupName'))).toContain('ServeFront');
    expect(alarms.find((alarm) => alarm.metric === metric)?.threshold).toBe(100);
  });
});

describe('an alarm goes off on the first line that RunBilling logs', () => {
  it.each([
    ['of a month that is due and not billed', 'OverdueRuns', 'billing.overdue'],
    ['of a month that waits for a person', 'ParkedMonths', 'billing.parked'],
    ['of totals that are not what the log comes to', 'UnreconciledMonths', 'billing.unreconciled'],
    ['of identities that came again', 'RepeatedIdentities', 'billing.identity-repeated'],
    ['of totals that a pass finds different', 'TotalsDiffer', 'reconciliation.totals-differ'],
    ['of a gap in the numbers', 'NumberingGaps', 'numbering-gap'],
    ['of anything else in the books that must not be', 'BooksFaults', 'books.fault'],
  ])('%s: %s', (_, metric, word) => {
    const filter = filterOf(metric);
    const alarm = alarms.find((one) => one.metric === metric);

    expect(at(filter, 'FilterPattern')).toContain(`"${word}"`);
    expect(targetOf(at(filter, 'LogGroupName'))).toContain('RunBilling');
    expect(alarm?.threshold).toBe(0);
    expect(at(filter, 'MetricTransformations.0')).toMatchObject({
      MetricNamespace: alarm?.properties['Namespace'],
    });
  });
});

describe('an alarm goes off on the first projection that is found lost', () => {
  it.each([
    'RunBilling',
    'RecordInvoices',
    'ServeInvoices',
    'ServeRuns',
    'ServeBooks',
    'TotalUsage',
  ])('by %s', (name) => {
    const filters = ofType(withBothFronts, 'AWS::Logs::MetricFilter')
      .map(([, filter]) => filter)
      .filter((filter) => at(filter, 'MetricTransformations.0.MetricName') === 'LostProjections')
      .filter((filter) => nameIn(targetOf(at(filter, 'LogGroupName'))) === name);

    expect(filters.map((filter) => at(filter, 'FilterPattern'))).toEqual([
      '{ $.message.error.message = "a projection is lost*" }',
    ]);
    expect(alarms.find(({ metric }) => metric === 'LostProjections')?.threshold).toBe(0);
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
