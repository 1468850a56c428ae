import { createHash } from 'node:crypto';

/** Where addresses of the stack lead on this machine. */
export interface Endpoints {
  /** Origin of the SQS engine, without a slash at the end. */
  readonly sqs: string;
  /** Origin of the HTTP API, without a slash at the end. */
  readonly httpApi: string;
  /** Origin of the web function, without a slash at the end. */
  readonly webFunction: string;
}

/** What identifies a resource to the rest of the stack: its Ref and its attributes (Fn::GetAtt). */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What an identity is made from. `name` is the physical name. */
export interface IdentityInput {
  readonly type: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly endpoints: Endpoints;
  /** For what points at another resource (a version or an alias of a function): that one's ARN. */
  readonly parentArn?: string | undefined;
}

/** The property that sets a resource's physical name, and the longest name it may have. */
const naming: Readonly<Record<string, { property: string; lengthMax: number } | undefined>> = {
  'AWS::DynamoDB::Table': { property: 'TableName', lengthMax: 255 },
  'AWS::DynamoDB::GlobalTable': { property: 'TableName', lengthMax: 255 },
  'AWS::SQS::Queue': { property: 'QueueName', lengthMax: 75 },
  'AWS::S3::Bucket': { property: 'BucketName', lengthMax: 63 },
  'AWS::Lambda::Function': { property: 'FunctionName', lengthMax: 64 },
  'AWS::Lambda::WebFunction': { property: 'FunctionName', lengthMax: 64 },
  'AWS::Lambda::Alias': { property: 'Name', lengthMax: 128 },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', lengthMax: 512 },
  'AWS::IAM::Role': { property: 'RoleName', lengthMax: 64 },
  'AWS::SNS::Topic': { property: 'TopicName', lengthMax: 256 },
  'AWS::Scheduler::Schedule': { property: 'Name', lengthMax: 64 },
  'AWS::Scheduler::ScheduleGroup': { property: 'Name', lengthMax: 64 },
  'AWS::ApiGatewayV2::Stage': { property: 'StageName', lengthMax: 128 },
  'AWS::Events::Rule': { property: 'Name', lengthMax: 64 },
  'AWS::CloudFront::Function': { property: 'Name', lengthMax: 64 },
};

/** The property that names a resource of this type, if there is one. */
export const namePropertyOf = (type: string): string | undefined => naming[type]?.property;

/**
 * The name of a resource that the template does not name. A pure function of the stack and the logical id, so that a
 * runtime started again on the same data finds what it made before.
 */
export function physicalName(type: string, stackName: string, logicalId: string): string {
  const full = `${stackName}-${logicalId}`;
  const lengthMax = naming[type]?.lengthMax ?? 128;
  const name = full.length <= lengthMax ? full : shortened(full, lengthMax);
  return type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}

function shortened(name: string, lengthMax: number): string {
  const suffix = shortHash(name);
  return `${name.slice(0, lengthMax - suffix.length - 1)}-${suffix}`;
}

/** Ten characters that stand for `text`, as API Gateway's ids look. */
const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 10);

/** The address that an HTTP API has on AWS, which the local one takes the place of. */
export const executeApiOrigin = (apiId: string, region: string): string =>
  `https://${apiId}.execute-api.${region}.amazonaws.com`;

/** The domain that an endpoint of a web function has on AWS, as far as this machine is concerned. */
export const webFunctionDomain = (endpointName: string, region: string): string =>
  `${shortHash(endpointName)}.web-function.${region}.amazonaws.com`;

/** The domain that a distribution has on AWS, as far as this machine is concerned. */
export const distributionDomain = (name: string): string => `${shortHash(name)}.cloudfront.net`;

/** The domain of a bucket's objects, as distributions name it. */
export const bucketDomain = (name: string): string => `${name}.s3.amazonaws.com`;

/**
 * Ref and attributes of one resource. Types that are not emulated have a Ref and an Arn, which is enough to refer to
 * them.
 */
export function identityOf(input: IdentityInput): Identity {
  const { type, name, endpoints } = input;
  const arn = arnOf(input);
  switch (type) {
    case 'AWS::SQS::Queue': {
      const url = `${endpoints.sqs}/${input.account}/${name}`;
      return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    }
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return { ref: name, attributes: { Arn: arn, TableId: shortHash(name) } };
    case 'AWS::S3::Bucket': {
      const domain = bucketDomain(name);
      const attributes = { Arn: arn, DomainName: domain, RegionalDomainName: domain };
      return { ref: name, attributes };
    }
    case 'AWS::Lambda::Version':
      return { ref: arn, attributes: { FunctionArn: arn, Version: '1' } };
    case 'AWS::Lambda::Alias':
      return { ref: arn, attributes: { AliasArn: arn } };
    case 'AWS::Lambda::WebFunction':
      return { ref: arn, attributes: { FunctionArn: arn } };
    case 'AWS::Lambda::WebFunctionRevision':
      return { ref: arn, attributes: { RevisionArn: arn, RevisionId: '1' } };
    case 'AWS::Lambda::WebFunctionEndpoint':
      return {
        ref: arn,
        attributes: { EndpointArn: arn, DomainName: webFunctionDomain(name, input.region) },
      };
    case 'Custom::S3ObjectCopy':
      return { ref: name, attributes: { Bucket: 'copies', Key: name, VersionId: '1' } };
    case 'AWS::ApiGatewayV2::Api': {
      const id = shortHash(name);
      return { ref: id, attributes: { ApiEndpoint: endpoints.httpApi, ApiId: id } };
    }
    case 'AWS::CloudFront::Distribution':
      return { ref: name, attributes: { Id: name, DomainName: distributionDomain(name) } };
    case 'AWS::CloudFront::Function':
      return { ref: arn, attributes: { FunctionARN: arn } };
    case 'AWS::CloudFront::OriginAccessControl':
    case 'AWS::CloudFront::ResponseHeadersPolicy':
    case 'AWS::CloudFront::CachePolicy':
    case 'AWS::CloudFront::OriginRequestPolicy':
      return { ref: name, attributes: { Id: name } };
    case 'AWS::SNS::Topic':
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    case 'AWS::IAM::Role':
      return { ref: name, attributes: { Arn: arn, RoleId: shortHash(name) } };
    default:
      return { ref: name, attributes: { Arn: arn } };
  }
}

function arnOf({ type, name, region, account, parentArn }: IdentityInput): string {
  const regional = (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${account}:${resource}`;
  switch (type) {
    case 'AWS::SQS::Queue':
      return regional('sqs', name);
    case 'AWS::SNS::Topic':
      return regional('sns', name);
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return regional('dynamodb', `table/${name}`);
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::Lambda::Function':
      return regional('lambda', `function:${name}`);
    case 'AWS::Lambda::Version':
      return `${parentArn ?? regional('lambda', `function:${name}`)}:1`;
    case 'AWS::Lambda::Alias':
      return `${parentArn ?? regional('lambda', 'function:unknown')}:${name}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${account}:role/${name}`;
    case 'AWS::Logs::LogGroup':
      return regional('logs', `log-group:${name}:*`);
    case 'AWS::Events::Rule':
      return regional('events', `rule/${name}`);
    case 'AWS::Scheduler::Schedule':
      return regional('scheduler', `schedule/default/${name}`);
    default: {
      const [, service = 'unknown', kind = 'resource'] = type.toLowerCase().split('::');
      return regional(service, `${kind}/${name}`);
    }
  }
}

/**
 * The physical name in a function's ARN, with or without a qualifier, or in the API Gateway URI around it; else
 * undefined.
 */
export const functionNameIn = (arn: string): string | undefined =>
  /:function:([^:/]+)/.exec(arn)?.[1];
