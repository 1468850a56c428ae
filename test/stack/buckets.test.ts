import { describe, expect, it } from '@jest/globals';
import { at, ofType, resources, targetOf } from './synthesized.ts';

const id = 'BillingDocumentsBucket642D6F21';
const bucket = resources.get(id);

describe('the bucket of documents', () => {
  it('keeps its logical id, because another id is another, empty bucket', () => {
    expect(bucket?.Type).toBe('AWS::S3::Bucket');
  });

  it('outlives its stack, and its replacement', () => {
    expect([bucket?.DeletionPolicy, bucket?.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  it('keeps what is overwritten or deleted, and lets nothing expire', () => {
    expect(at(bucket, 'VersioningConfiguration')).toEqual({ Status: 'Enabled' });
    expect(bucket?.Properties).not.toHaveProperty('LifecycleConfiguration');
  });

  it('is encrypted', () => {
    expect(at(bucket, 'BucketEncryption.ServerSideEncryptionConfiguration.0')).toMatchObject({
      ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
    });
  });

  it('is nobody’s but the account’s: no public access, no access lists', () => {
    expect(at(bucket, 'PublicAccessBlockConfiguration')).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(at(bucket, 'OwnershipControls.Rules')).toEqual([
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
  });

  const [, policy] =
    ofType(resources, 'AWS::S3::BucketPolicy').find(
      ([, one]) => targetOf(at(one, 'Bucket')) === id,
    ) ?? [];
  const refused = (action: string, condition: object) =>
    expect.objectContaining({
      Effect: 'Deny',
      Action: action,
      Principal: { AWS: '*' },
      Condition: condition,
    });

  it('refuses connections without TLS 1.2', () => {
    expect(at(policy, 'PolicyDocument.Statement')).toEqual(
      expect.arrayContaining([
        refused('s3:*', { Bool: { 'aws:SecureTransport': 'false' } }),
        refused('s3:*', { NumericLessThan: { 's3:TlsVersion': 1.2 } }),
      ]),
    );
  });

  it('refuses a put that could replace what is there, whoever sends it', () => {
    const condition = {
      Null: { 's3:if-none-match': 'true' },
      Bool: { 's3:ObjectCreationOperation': 'true' },
    };

    expect(at(policy, 'PolicyDocument.Statement')).toContainEqual(
      refused('s3:PutObject', condition),
    );
  });

  it('has no tools of a deployment in it, which could empty it', () => {
    expect(ofType(resources, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });
});
