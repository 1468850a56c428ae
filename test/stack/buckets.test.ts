import { describe, expect, it } from '@jest/globals';
import { aStack, at, ofType, resourcesOf, targetOf, theOnly } from './synthesized.ts';

const resources = resourcesOf(aStack());
const [id, bucket] = theOnly(resources, 'AWS::S3::Bucket');

describe('the bucket of documents', () => {
  it('keeps its logical id, because another id is another, empty bucket', () => {
    expect(id).toBe('BillingDocumentsBucket642D6F21');
  });

  it('outlives its stack, and its replacement', () => {
    expect([bucket.DeletionPolicy, bucket.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  it('keeps what is overwritten or deleted, and lets nothing expire', () => {
    expect(at(bucket, 'VersioningConfiguration')).toEqual({ Status: 'Enabled' });
    expect(bucket.Properties).not.toHaveProperty('LifecycleConfiguration');
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

  it('refuses connections without TLS 1.2', () => {
    const [, policy] = theOnly(resources, 'AWS::S3::BucketPolicy');
    const refusal = { Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' } };

    expect(targetOf(at(policy, 'Bucket'))).toBe(id);
    expect(at(policy, 'PolicyDocument.Statement')).toEqual([
      expect.objectContaining({
        ...refusal,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        ...refusal,
        Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
      }),
    ]);
  });

  it('has no tools of a deployment in it, which could empty it', () => {
    expect(ofType(resources, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });
});
