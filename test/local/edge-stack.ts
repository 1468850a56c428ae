import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hashes = { fill: 'a'.repeat(64), answer: 'b'.repeat(64) };

/** Puts objects into two buckets, and answers CloudFormation. */
const fill = `
let times = 0;
export async function handler(event) {
  times += 1;
  const { AWS_ENDPOINT_URL_S3: origin, AWS_ACCESS_KEY_ID: key, SECRETS } = process.env;
  const authorization =
    'AWS4-HMAC-SHA256 Credential=' + key + '/20000101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=x';
  const put = async (bucket, path, type, body) => {
    const headers = { authorization, 'content-type': type, 'cache-control': 'no-cache' };
    const { status } = await fetch(origin + '/' + bucket + '/' + path, { method: 'PUT', headers, body });
    if (status !== 200) throw new Error(path + ' was refused with ' + status);
  };
  const { Bucket, Amount } = event.ResourceProperties;
  await put(Bucket, 'shop/index.html', 'text/html; charset=utf-8', '<p>shop');
  await put(Bucket, 'shop/long%20name.css', 'text/css', 'p { color: teal }'.repeat(100));
  await put(Bucket, 'shop/times.txt', 'text/plain', times + ' ' + typeof Amount + ' ' + event.RequestType);
  await put(SECRETS, 'secret.txt', 'text/plain', 'nobody may read this');
  const { StackId, RequestId, LogicalResourceId } = event;
  const answer = { Status: 'SUCCESS', PhysicalResourceId: '1', StackId, RequestId, LogicalResourceId };
  await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify(answer) });
}
`;

const answer = `
export const handler = async ({ rawPath, requestContext }) => ({
  statusCode: 200,
  headers: { 'x-answered': 'by the interface' },
  body: requestContext.http.method + ' ' + rawPath,
});
`;

/** What CloudFront runs: it leads to the shop, and to its first page. */
const leadOn = `
function handler(event) {
  const request = event.request;
  if (request.uri === '/') {
    const value = '/shop/?for=' + request.headers['x-who'].value + request.querystring.a.value;
    return { statusCode: 302, statusDescription: 'Found', headers: { Location: { value } } };
  }
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}
`;

const aFunction = (hash: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` },
    Timeout: 10,
    ...more,
  },
});

const behavior = {
  TargetOriginId: 'pages',
  ViewerProtocolPolicy: 'redirect-to-https',
  CachePolicyId: 'any',
  AllowedMethods: ['GET', 'HEAD'],
  Compress: true,
  ResponseHeadersPolicyId: { Ref: 'Headers' },
  FunctionAssociations: [
    { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['LeadOn', 'FunctionARN'] } },
  ],
};

const origins = [
  { Id: 'pages', DomainName: { 'Fn::GetAtt': ['Pages', 'RegionalDomainName'] } },
  {
    Id: 'interface',
    DomainName: {
      'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }],
    },
  },
];

const distributionConfig = {
  Enabled: true,
  Origins: origins,
  CacheBehaviors: ['/', 'shop/*'].map((PathPattern) => ({ ...behavior, PathPattern })),
  DefaultCacheBehavior: {
    TargetOriginId: 'interface',
    ViewerProtocolPolicy: 'https-only',
    CachePolicyId: 'none',
  },
};

export const headersConfig = {
  Name: 'headers',
  SecurityHeadersConfig: {
    ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY', Override: true },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    StrictTransportSecurity: {
      AccessControlMaxAgeSec: 60,
      IncludeSubdomains: true,
      Preload: true,
      Override: true,
    },
  },
  CustomHeadersConfig: {
    Items: [
      { Header: 'X-Shop', Value: 'open', Override: true },
      { Header: 'Cache-Control', Value: 'max-age=1', Override: false },
    ],
  },
};

const bucketArn = (id: string) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, '/*']] });

const resources = {
  Pages: { Type: 'AWS::S3::Bucket' },
  Secrets: { Type: 'AWS::S3::Bucket' },
  FillRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: 's3:PutObject',
                Resource: [bucketArn('Pages'), bucketArn('Secrets')],
              },
            ],
          },
        },
      ],
    },
  },
  Fill: aFunction(hashes.fill, {
    Role: { 'Fn::GetAtt': ['FillRole', 'Arn'] },
    Environment: { Variables: { SECRETS: { Ref: 'Secrets' } } },
  }),
  Filled: {
    Type: 'Custom::Filled',
    Properties: {
      ServiceToken: { 'Fn::GetAtt': ['Fill', 'Arn'] },
      Bucket: { Ref: 'Pages' },
      Amount: 3,
    },
  },
  Helper: {
    Type: 'Custom::Helper',
    Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:1:function:elsewhere' },
  },
  Answer: aFunction(hashes.answer),
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      IntegrationUri: { 'Fn::GetAtt': ['Answer', 'Arn'] },
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      RouteKey: '$default',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    },
  },
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: { ResponseHeadersPolicyConfig: headersConfig },
  },
  LeadOn: {
    Type: 'AWS::CloudFront::Function',
    Properties: { Name: 'lead-on', FunctionCode: leadOn },
  },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: distributionConfig },
  },
};

/** The resources with another distribution: members of its configuration, of its first behavior, and of an origin. */
export const withDistribution = ({
  config = {},
  ofBehavior = {},
  ofOrigin = {},
}: {
  readonly config?: object;
  readonly ofBehavior?: object;
  readonly ofOrigin?: object;
}): { readonly Distribution: object } => ({
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        ...distributionConfig,
        CacheBehaviors: [{ ...behavior, PathPattern: '/', ...ofBehavior }],
        Origins: [{ ...origins[0], ...ofOrigin }, origins[1]],
        ...config,
      },
    },
  },
});

/** The cloud assembly of a shop whose pages are files, before an interface that says what it was asked. */
export function shopAssembly(changed: object = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-edge-'));
  const write = (file: string, value: unknown): void => {
    writeFileSync(join(folder, file), JSON.stringify(value));
  };
  for (const [name, code] of Object.entries({ fill, answer })) {
    const asset = join(folder, `asset.${hashes[name as keyof typeof hashes]}`);
    mkdirSync(asset);
    writeFileSync(join(asset, 'index.mjs'), code);
  }
  const files = Object.values(hashes).map((hash) => [hash, { source: { path: `asset.${hash}` } }]);
  write('Shop.assets.json', { files: Object.fromEntries(files) as object });
  write('manifest.json', {
    artifacts: {
      Shop: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/eu-west-1',
        properties: { templateFile: 'Shop.template.json' },
      },
      'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
    },
  });
  const url = {
    'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Distribution', 'DomainName'] }, '/shop/']],
  };
  write('Shop.template.json', {
    Resources: { ...resources, ...changed },
    Outputs: {
      ShopUrl: { Value: url },
      SecretsBucket: { Value: { Ref: 'Secrets' } },
    },
  });
  return folder;
}
