import { describe, expect, it, jest } from '@jest/globals';
import { at, ofType, resources, targetOf, theOnly, withBothFronts } from './synthesized.ts';

jest.setTimeout(60_000);

const alarms = ofType(withBothFronts, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({
  id,
  properties: Properties,
}));

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
    const key = resources.get(targetOf(at(topic, 'KmsMasterKeyId')));

    expect(key?.Type).toBe('AWS::KMS::Key');
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
