import { describe, expect, it } from '@jest/globals';
import { ENDPOINTS_MAX } from '../../core/webhooks/endpoints.ts';
import { nameIn, ofType, resources, targetOf } from './synthesized.ts';

const queues = ofType(resources, 'AWS::SQS::Queue');
const workQueues = queues.filter(([, queue]) => queue.Properties['RedrivePolicy'] !== undefined);
const sources = ofType(resources, 'AWS::Lambda::EventSourceMapping').map(
  ([, source]) => [nameIn(targetOf(source.Properties['FunctionName'])), source.Properties] as const,
);

describe('the queues', () => {
  it('keep their logical ids, because another id is another queue and what waits in this one is forgotten', () => {
    const ids = queues.map(([id]) => id).toSorted();

    expect(ids).toEqual([
      'AggregationTouchedDeadLetters12234D17',
      'AggregationTouchedQueue1D51BFAE',
      'BackfillDeadLettersC45D26AC',
      'BackfillQueue363CBDF8',
      'BillingDeadLetters7C77BE91',
      'BillingDocumentsAnnouncedDeadLetters045F2126',
      'BillingDocumentsAnnouncedQueue4E470984',
      'BillingQueue830273FF',
      'ExportsDeadLettersD91F1864',
      'ExportsQueue5B56C14A',
      'IngestionEventsDeadLetters9D256FC3',
      'IngestionEventsQueueA82AF7BC',
      'PayeesEarningsDeadLetters07B79612',
      'PayeesEarningsQueue17ACCA10',
      'RailsDeadLettersFECBB206',
      'RailsQueue28C6882D',
      'WebhooksDeadLetters4F5CA89C',
      'WebhooksQueue9FEFA2C1',
    ]);
  });

  it('are nine, each with a queue for what could not be worked off', () => {
    const deadLetters = workQueues.map(([, { Properties }]) =>
      targetOf(Properties['RedrivePolicy']),
    );

    expect(new Set(deadLetters).size).toBe(9);
  });
});

describe.each(queues)('%s', (id, queue) => {
  it('is encrypted', () => {
    expect(queue.Properties['SqsManagedSseEnabled']).toBe(true);
  });

  it('refuses connections without TLS', () => {
    const policy = ofType(resources, 'AWS::SQS::QueuePolicy').find(
      ([, { Properties }]) => targetOf(Properties['Queues']) === id,
    );

    expect(policy?.[1].Properties['PolicyDocument']).toMatchObject({
      Statement: [
        {
          Effect: 'Deny',
          Action: 'sqs:*',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  });

  it('outlives its stack', () => {
    expect(queue.DeletionPolicy).toBe('Retain');
  });
});

describe.each(workQueues)('%s', (id, queue) => {
  it('keeps what could not be worked off for longer than it could have waited', () => {
    const deadLetters = resources.get(targetOf(queue.Properties['RedrivePolicy']));

    expect(deadLetters?.Properties['MessageRetentionPeriod']).toBeGreaterThan(
      queue.Properties['MessageRetentionPeriod'] as number,
    );
  });

  it('hides a message for six times the timeout of its consumer, and the window', () => {
    const source = sources.find(
      ([, properties]) => targetOf(properties['EventSourceArn']) === id,
    )?.[1];
    const consumer = resources.get(targetOf(source?.['FunctionName']));

    const needed =
      6 * (consumer?.Properties['Timeout'] as number) +
      ((source?.['MaximumBatchingWindowInSeconds'] as number | undefined) ?? 0);

    expect(queue.Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(needed);
  });
});

describe.each(sources)('the source of %s', (_, source) => {
  it('takes the answer record by record, so that one poison message does not repeat its batch', () => {
    expect(source['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  it('limits how many run at once', () => {
    expect(source['ScalingConfig']).toEqual({ MaximumConcurrency: expect.any(Number) });
  });
});

describe('the source of SendWebhooks', () => {
  it('takes as many endpoints at a time as a tenant may have, so that slow ones of one leave places to others', () => {
    const source = sources.find(([name]) => name === 'SendWebhooks')?.[1];

    expect(source).toMatchObject({
      BatchSize: ENDPOINTS_MAX,
      MaximumBatchingWindowInSeconds: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});
