import { describe, expect, it, jest } from '@jest/globals';
import { environment } from '../../functions/serve-front/environment.ts';
import { aStack, resourcesOf, templateOf } from './a-stack.ts';
import { besides, type Resource } from './resource.ts';
import { at, ofType, resources, theOnly, withBothFronts } from './synthesized.ts';

jest.setTimeout(60_000);

/** With the other settings that this stack has besides. */
const withOne = resourcesOf(aStack({ ...besides, 'farthing:front': 'http-api' }));
const added = [...withBothFronts].filter(([id]) => !withOne.has(id));
const addedOf = (type: string): readonly (readonly [string, Resource])[] =>
  added.filter(([, { Type }]) => Type === type);
const [, revision] = theOnly(withBothFronts, 'AWS::Lambda::WebFunctionRevision');
const [, endpoint] = theOnly(withBothFronts, 'AWS::Lambda::WebFunctionEndpoint');

describe('a stack with both fronts', () => {
  it('changes nothing of what is deployed by default', () => {
    const changed = [...withOne].filter(
      ([id, resource]) => JSON.stringify(withBothFronts.get(id)) !== JSON.stringify(resource),
    );

    expect(changed).toEqual([]);
  });

  it('adds the server, what it is allowed, where it logs, its code, and what copies that at a deploy', () => {
    expect(added.map(([, { Type }]) => Type).toSorted()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Alarm',
      // What does not fit the policy beside the role: together, the functions may do much.
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::Policy',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Lambda::WebFunction',
      'AWS::Lambda::WebFunctionEndpoint',
      'AWS::Lambda::WebFunctionRevision',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
      'Custom::S3ObjectCopy',
    ]);
  });

  it('has no managed policy, and no log that is kept for longer than set', () => {
    for (const [, role] of addedOf('AWS::IAM::Role')) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    }
    for (const [, logs] of addedOf('AWS::Logs::LogGroup')) {
      expect(at(logs, 'RetentionInDays')).toBe(30);
    }
  });

  it('keeps its code in a bucket of versions that nobody else reads', () => {
    const [, bucket] = addedOf('AWS::S3::Bucket')[0] ?? [];

    expect(at(bucket, 'VersioningConfiguration')).toEqual({ Status: 'Enabled' });
    expect(at(bucket, 'PublicAccessBlockConfiguration.BlockPublicPolicy')).toBe(true);
    expect(bucket?.DeletionPolicy).toBe('Retain');
  });
});

describe('ServeFront', () => {
  it('runs Node.js 24 from the module that was bundled', () => {
    expect(at(revision, 'BuildConfig.RuntimeConfig.Runtime')).toBe('nodejs24.x');
    expect(at(revision, 'ServiceConfig.EnvironmentVariables.AWS_LAMBDA_NODEJS_ENTRYPOINT')).toBe(
      'index.mjs',
    );
  });

  it('is given the variables it declares', () => {
    const given = Object.keys(at(revision, 'ServiceConfig.EnvironmentVariables') ?? {});
    const known = ['AWS_LAMBDA_NODEJS_ENTRYPOINT', 'NODE_OPTIONS'];

    expect(given.filter((name) => !known.includes(name)).toSorted()).toEqual(
      [...new Set(environment)].toSorted(),
    );
  });

  it('may do what the functions may whose routes it answers, and write to its own log', () => {
    const [, policy] = addedOf('AWS::IAM::Policy').find(([id]) => id.includes('FrontRole')) ?? [];
    const text = JSON.stringify(at(policy, 'PolicyDocument'));
    const resourcesOf_ = (action: string): string =>
      JSON.stringify(
        (at(policy, 'PolicyDocument.Statement') as readonly Record<string, unknown>[])
          .filter((statement) => JSON.stringify(statement['Action']).includes(`"${action}"`))
          .map((statement) => statement['Resource']),
      );

    expect(resourcesOf_('sqs:SendMessage')).toContain('IngestionEventsQueue');
    expect(resourcesOf_('dynamodb:GetItem')).toContain('AccessKeys');
    expect(resourcesOf_('dynamodb:PutItem')).not.toContain('AccessKeys');
    expect(resourcesOf_('dynamodb:PutItem')).not.toContain('Totals');
    expect(resourcesOf_('logs:PutLogEvents')).toMatch(/^\[\{"Fn::GetAtt":\["FrontServeFrontLogs/);
    expect(text).not.toMatch(/sqs:(Receive|Delete)|dynamodb:\*|"Resource":"\*"/);
  });

  it('is asked by anybody, as it looks at keys itself, at no more than the rate that is set', () => {
    expect(endpoint.Properties).toMatchObject({
      AuthType: 'ApplicationManaged',
      ThrottleConfig: { RateLimit: 2000 },
    });
    expect(at(revision, 'ServiceConfig')).toMatchObject({
      MaxConcurrencyPerEnvironment: 128,
      TimeoutSeconds: 30,
    });
  });
});

describe('a stack with the second front alone', () => {
  const { Resources, Outputs } = templateOf(aStack({ 'farthing:front': 'web-function' }));
  const alone = new Map(Object.entries(Resources));

  it('has no HTTP API, and all else', () => {
    expect(ofType(alone, 'AWS::ApiGatewayV2::Api')).toEqual([]);
    expect(ofType(alone, 'AWS::Lambda::WebFunction')).toHaveLength(1);
    const kept = ['AWS::DynamoDB::GlobalTable', 'AWS::SQS::Queue', 'AWS::Scheduler::Schedule'];
    for (const type of kept) {
      expect(ofType(alone, type)).toEqual(ofType(resources, type));
    }
  });

  it('says where it is', () => {
    expect(Object.keys(Outputs)).toContain('FrontUrl');
    expect(Object.keys(Outputs)).not.toContain('ApiUrl');
  });

  it.each([150, 1_500, 20_000])(
    'is not synthesized with a rate of %i, which Lambda refuses',
    (rate) => {
      expect(() =>
        aStack({ 'farthing:front': 'web-function', 'farthing:requestRateMax': rate }),
      ).toThrow(`whole thousands up to 10000 with farthing:front, got ${rate}`);
    },
  );
});
