import { describe, expect, it } from '@jest/globals';
import { aStack, resourcesOf, templateOf } from './a-stack.ts';
import {
  at,
  functionsOf,
  ofType,
  resources,
  targetOf,
  template,
  theOnly,
  withBothFronts,
} from './synthesized.ts';

type Behavior = Readonly<Record<string, unknown>>;

const [distributionId, distribution] = theOnly(resources, 'AWS::CloudFront::Distribution');
const [policyId, policy] = theOnly(resources, 'AWS::CloudFront::ResponseHeadersPolicy');
const config = at(distribution, 'DistributionConfig') as Behavior;
const behaviors = config['CacheBehaviors'] as readonly Behavior[];
const origins = config['Origins'] as readonly Behavior[];
const byDefault = config['DefaultCacheBehavior'] as Behavior;
const [bucketId, bucket] =
  ofType(resources, 'AWS::S3::Bucket').find(([id]) => id.startsWith('Pages')) ?? [];

/** The managed policies of CloudFront, which have one id everywhere. */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const allViewerExceptHostHeader = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

describe('the address of the console', () => {
  it('is that of the reference, and an output of the stack', () => {
    for (const [name, path] of [
      ['ConsoleUrl', '/console/'],
      ['DocsUrl', '/docs/'],
      ['MeUrl', '/me/'],
      ['PayeeUrl', '/payee/'],
    ] as const) {
      const url = JSON.stringify(template.Outputs[name]?.Value);

      expect(url).toContain(`{"Fn::GetAtt":["${distributionId}","DomainName"]},"${path}"`);
    }
  });

  it('has all else answered as it would be without, whoever asks and whatever for', () => {
    const origin = origins.find(({ Id }) => Id === byDefault['TargetOriginId']);

    expect(targetOf(origin?.['DomainName'])).toMatch(/^HttpApi/);
    expect(origin?.['CustomOriginConfig']).toMatchObject({ OriginProtocolPolicy: 'https-only' });
    expect(byDefault).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      CachePolicyId: cachingDisabled,
      OriginRequestPolicyId: allViewerExceptHostHeader,
      ViewerProtocolPolicy: 'https-only',
    });
    expect(byDefault).not.toHaveProperty('ResponseHeadersPolicyId');
    expect(byDefault).not.toHaveProperty('FunctionAssociations');
  });

  it('keeps no error: neither that of another tenant, nor one that has passed', () => {
    const kept = config['CustomErrorResponses'] as readonly Behavior[];

    expect(kept.map(({ ErrorCode }) => ErrorCode)).toEqual([
      ...[400, 403, 404, 405, 414],
      ...[500, 501, 502, 503, 504],
    ]);
    for (const { ErrorCode: _, ...rest } of kept) expect(rest).toEqual({ ErrorCachingMinTTL: 0 });
  });

  it('has them answered by the second front where that is the only one', () => {
    const alone = resourcesOf(aStack({ 'farthing:front': 'web-function' }));
    const [, only] = theOnly(alone, 'AWS::CloudFront::Distribution');
    const hosts = (at(only, 'DistributionConfig.Origins') as readonly Behavior[]).map((origin) =>
      targetOf(origin['DomainName']),
    );

    expect(hosts).toContainEqual(expect.stringMatching(/^FrontServeFront/));
    expect(theOnly(withBothFronts, 'AWS::CloudFront::Distribution')[1]).toEqual(distribution);
  });

  it('does not cost the interface any of its paths', () => {
    expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual([
      '/',
      '/console',
      '/console/*',
      '/me',
      '/me/*',
      '/payee',
      '/payee/*',
      '/docs',
      '/docs/*',
      '/llms.txt',
    ]);
  });

  it('is not there where it is set so, and nothing of it is', () => {
    const without = templateOf(aStack({ 'farthing:console': false }));
    const gone = [...resources.keys()].filter((id) => !(id in without.Resources));

    expect(gone.every((id) => id.startsWith('Pages'))).toBe(true);
    expect(gone.length).toBeGreaterThan(8);
    expect(Object.keys(without.Outputs)).not.toContain('ConsoleUrl');
  });

  it('is called in the account by the id of its stack, so that it deploys twice', () => {
    const named = [
      ['AWS::CloudFront::Function', 'Name'],
      ['AWS::CloudFront::ResponseHeadersPolicy', 'ResponseHeadersPolicyConfig.Name'],
      ['AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig.Name'],
    ] as const;

    for (const [type, path] of named) {
      expect(JSON.stringify(at(theOnly(resources, type)[1], path))).toContain(
        '"Ref":"AWS::StackId"',
      );
    }
  });
});

describe.each(behaviors.map((one) => [String(one['PathPattern']), one] as const))(
  'what is answered at %s',
  (_, behavior) => {
    it('comes from the bucket, is kept and compressed, and has the headers of pages', () => {
      const origin = origins.find(({ Id }) => Id === behavior['TargetOriginId']);

      expect(targetOf(origin?.['DomainName'])).toBe(bucketId);
      expect(behavior).toMatchObject({
        AllowedMethods: ['GET', 'HEAD'],
        CachePolicyId: cachingOptimized,
        Compress: true,
        ResponseHeadersPolicyId: { Ref: policyId },
        ViewerProtocolPolicy: 'redirect-to-https',
      });
    });
  },
);

describe('the headers of pages', () => {
  const headers = at(policy, 'ResponseHeadersPolicyConfig.SecurityHeadersConfig') as Behavior;

  it('let a page run and load what is its own, and nothing else', () => {
    const { ContentSecurityPolicy: text } = headers['ContentSecurityPolicy'] as {
      readonly ContentSecurityPolicy: string;
    };

    expect(text.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('have it asked for over TLS alone, and say nothing of where one was', () => {
    expect(headers).toMatchObject({
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    });
  });
});

describe('the bucket of pages', () => {
  it('is read by nobody but this distribution', () => {
    const [, guard] =
      ofType(resources, 'AWS::S3::BucketPolicy').find(
        ([, one]) => targetOf(at(one, 'Bucket')) === bucketId,
      ) ?? [];
    const allowed = (at(guard, 'PolicyDocument.Statement') as readonly Behavior[]).filter(
      ({ Effect }) => Effect === 'Allow',
    );

    expect(allowed).not.toHaveLength(0);
    for (const statement of allowed) {
      expect(statement['Principal']).toEqual({ Service: 'cloudfront.amazonaws.com' });
      expect(JSON.stringify(statement['Condition'])).toContain(distributionId);
    }
    expect(at(bucket, 'PublicAccessBlockConfiguration.BlockPublicPolicy')).toBe(true);
  });

  it('goes with its stack, as each deploy fills it anew', () => {
    expect(bucket?.DeletionPolicy).toBe('Delete');
    expect(bucket?.Properties).not.toHaveProperty('VersioningConfiguration');
  });

  it('is filled whenever the code of the function, beside which the pages are, is another', () => {
    const [, stored] = theOnly(resources, 'Custom::StoredPages');
    const [, id, storePages] = functionsOf(resources).find(([name]) => name === 'StorePages') ?? [];

    expect(targetOf(stored.Properties['ServiceToken'])).toBe(id);
    expect(stored.Properties['Code']).toEqual(at(storePages, 'Code.S3Key'));
    expect(targetOf(stored.Properties['Bucket'])).toBe(bucketId);
    expect(stored.Properties['ServiceTimeout']).toBe('300');
  });
});
