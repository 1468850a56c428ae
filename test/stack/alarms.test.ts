import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { at, functionsOf, ofType, resources, targetOf, theOnly } from './synthesized.ts';

jest.setTimeout(60_000);

const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({
  id,
  metric: String(Properties['MetricName']),
  about: Properties['Dimensions'] === undefined ? '' : JSON.stringify(Properties['Dimensions']),
  threshold: Properties['Threshold'],
  properties: Properties,
}));
const queues = ofType(resources, 'AWS::SQS::Queue');
const isWorkQueue = (properties: Readonly<Record<string, unknown>>) =>
  properties['RedrivePolicy'] !== undefined;

const filterOf = (metric: string) =>
  ofType(resources, 'AWS::Logs::MetricFilter')
    .map(([, filter]) => filter)
    .find((filter) => at(filter, 'MetricTransformations.0.MetricName') === metric);

const alarmAbout = (metric: string, id: string) =>
  alarms.find((alarm) => alarm.metric === metric && alarm.about.includes(`"${id}"`));

describe('an alarm goes off', () => {
  it.each(queues.filter(([, queue]) => !isWorkQueue(queue.Properties)).map(([id]) => [id]))(
    'on the first message in %s',
    (id) => {
      expect(alarmAbout('ApproximateNumberOfMessagesVisible', id)?.threshold).toBe(0);
    },
  );

  it.each(queues.filter(([, queue]) => isWorkQueue(queue.Properties)).map(([id]) => [id]))(
    'when a message has waited for 15 minutes in %s',
    (id) => {
      expect(alarmAbout('ApproximateAgeOfOldestMessage', id)?.threshold).toBe(900);
    },
  );

  it.each(functionsOf(resources).map(([name, id]) => [name, id]))('when %s fails', (_, id) => {
    expect(alarmAbout('Errors', id)?.threshold).toBe(0);
  });

  it.each(functionsOf(resources).map(([name, id]) => [name, id]))(
    'when %s is throttled',
    (_, id) => {
      expect(alarmAbout('Throttles', id)?.threshold).toBe(0);
    },
  );

  it('when requests are answered with 5xx', () => {
    expect(alarms.filter(({ metric }) => metric === '5xx')).toHaveLength(1);
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

describe('an alarm goes off on the first line that RunBilling logs', () => {
  it.each([
    ['of a month that is due and not billed', 'OverdueRuns', 'billing.overdue'],
    ['of a month that waits for a person', 'ParkedMonths', 'billing.parked'],
    ['of totals that are not what the log comes to', 'UnreconciledMonths', 'billing.unreconciled'],
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

  it('has its line in the runbook', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const names = alarms
      .map(({ metric }) => metric)
      .filter((metric) => /Runs|Months|Gaps|Faults/.test(metric));

    expect(names).toHaveLength(5);
    for (const name of names) expect(runbook).toContain(`…${name}`);
  });
});

describe('an alarm goes off in silence', () => {
  it('when RunBilling, which the hourly schedule starts, has not run for three hours', () => {
    const [alarm] = alarms.filter(({ id }) => id.includes('SweepsMissing'));

    expect(alarm?.about).toContain('RunBilling');
    expect(alarm?.properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 3_600,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });
});

describe('the alarm topic', () => {
  const [topicId, topic] = theOnly(resources, 'AWS::SNS::Topic');

  it.each(alarms)('is told by $id', ({ properties }) => {
    expect(properties['AlarmActions']).toEqual([{ Ref: topicId }]);
  });

  it('lets CloudWatch of this account publish, and refuses connections without TLS', () => {
    const [, policy] = theOnly(resources, 'AWS::SNS::TopicPolicy');

    expect(at(policy, 'PolicyDocument')).toMatchObject({
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });

  it('is encrypted with a key that CloudWatch may use', () => {
    const [keyId, key] = theOnly(resources, 'AWS::KMS::Key');

    expect(targetOf(at(topic, 'KmsMasterKeyId'))).toBe(keyId);
    expect(at(key, 'EnableKeyRotation')).toBe(true);
    expect(at(key, 'KeyPolicy.Statement')).toContainEqual(
      expect.objectContaining({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });

  it('has no subscriber until one is set', () => {
    expect(ofType(resources, 'AWS::SNS::Subscription')).toEqual([]);
  });
});
