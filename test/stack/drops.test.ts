import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { settingsOfStack } from '../../lib/settings/settings.ts';
import { aStack, resourcesOf } from './a-stack.ts';
import { at, functionsOf, ofType, resources, targetOf } from './synthesized.ts';

const writer = 'arn:aws:iam::123456789012:role/unload';
const withDrops = resourcesOf(
  aStack({ 'farthing:tallyDrops': JSON.stringify([{ tenant: 'ac.me', writer }]) }),
);
const [bucketId = '', bucket] =
  ofType(withDrops, 'AWS::S3::Bucket').find(([id]) => id.startsWith('Drops')) ?? [];
const statementsOf = (type: string, property: string, id: string): readonly unknown[] =>
  ofType(withDrops, type).flatMap(([, one]) =>
    targetOf(at(one, property)) === id
      ? (at(one, 'PolicyDocument.Statement') as readonly unknown[])
      : [],
  );

describe('the bucket of drops', () => {
  it('is not there where nothing says so', () => {
    expect([...resources.keys()].filter((id) => /^Drops/.test(id))).toEqual([]);
  });

  it('keeps its ids, and outlives its stack', () => {
    expect(bucketId).toBe('DropsBucketA91BB315');
    expect([bucket?.DeletionPolicy, bucket?.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(at(bucket, 'VersioningConfiguration')).toEqual({ Status: 'Enabled' });
  });

  it('lets what names subjects expire', () => {
    expect(at(bucket, 'LifecycleConfiguration.Rules')).toMatchObject([
      {
        ...{ ExpirationInDays: 30, Status: 'Enabled' },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
    ]);
  });

  it('tells its queue of manifests, which S3 of this account may send to, and no function of CDK’s', () => {
    const told = at(bucket, 'NotificationConfiguration.QueueConfigurations');
    const [one] = told as [Record<string, unknown>];
    const queueId = targetOf(one['Queue']);

    expect(told).toMatchObject([
      {
        Event: 's3:ObjectCreated:*',
        Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: '.manifest.json' }] } },
      },
    ]);
    expect(statementsOf('AWS::SQS::QueuePolicy', 'Queues', queueId)).toContainEqual(
      expect.objectContaining({
        ...{ Effect: 'Allow', Action: 'sqs:SendMessage' },
        Principal: { Service: 's3.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
    expect(ofType(withDrops, 'Custom::S3BucketNotifications')).toEqual([]);
    expect([bucket?.DependsOn].flat()).toContainEqual(expect.stringMatching(/QueuePolicy/));
  });

  it('lets a writer put files into its folder alone, and read what became of them', () => {
    const own = (action: string | readonly string[]) =>
      statementsOf('AWS::S3::BucketPolicy', 'Bucket', bucketId).filter(
        (one) => JSON.stringify((one as { Action: unknown }).Action) === JSON.stringify(action),
      );
    const below = (rest: string) => ({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, rest]],
    });

    expect(own(['s3:AbortMultipartUpload', 's3:PutObject'])).toEqual([
      expect.objectContaining({ Principal: { AWS: writer }, Resource: below('/ac!2eme/*') }),
    ]);
    expect(own('s3:GetObject')).toEqual([
      expect.objectContaining({ Resource: below('/ac!2eme/*.outcome.json') }),
    ]);
    expect(own('s3:ListBucket')).toEqual([
      expect.objectContaining({ Condition: { StringLike: { 's3:prefix': 'ac!2eme/*' } } }),
    ]);
  });

  it('is read by a function that is deployed after all that read the usage log', () => {
    const [, , readDrops] = functionsOf(withDrops).find(([name]) => name === 'ReadDrops') ?? [];
    const after = [readDrops?.DependsOn].flat().join(' ');

    for (const reader of ['TotalUsage', 'RunBilling', 'ExportData', 'ServeRuns']) {
      expect(after).toContain(reader);
    }
  });
});

describe('who may drop', () => {
  const settingsWith = (given: unknown) =>
    settingsOfStack(new App({ context: { 'farthing:tallyDrops': given } }).node, {});

  it.each([
    ['no list', '{}'],
    ['no role', JSON.stringify([{ tenant: 'acme', writer: 'arn:aws:s3:::bucket' }])],
    ['no tenant', JSON.stringify([{ writer }])],
    ['another member', JSON.stringify([{ tenant: 'acme', writer, prefix: '/' }])],
  ])('is refused where it is %s', (_, given) => {
    expect(() => settingsWith(given)).toThrow(/^set farthing:tallyDrops to a JSON array of/);
  });

  it('is nobody by default, without a bucket, and nobody by an empty list, with one', () => {
    expect(settingsWith(undefined).dropping.tallyDrops).toBeUndefined();
    expect(settingsWith('[]').dropping.tallyDrops).toEqual([]);
  });
});
