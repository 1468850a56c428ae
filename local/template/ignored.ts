import { isSigningKey } from './keys.ts';
import { waitsForAws } from './schedules.ts';
import type { Resource, Template } from './template.ts';

const RULE = 'AWS::Events::Rule';

/** Types that the runtime acts on. */
const emulated: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::Lambda::Function',
  'AWS::Lambda::Version',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::WebFunction',
  'AWS::Lambda::WebFunctionRevision',
  'AWS::Lambda::WebFunctionEndpoint',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Scheduler::Schedule',
  RULE,
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::ResponseHeadersPolicy',
]);

/** Types that a stack behaves the same without, as far as its functions can see; by what a reader would call them. */
const withoutEffect: readonly (readonly [RegExp, string])[] = [
  [/^AWS::Events::Rule$/, 'what AWS itself tells of'],
  [
    /^AWS::KMS::|^AWS::Lambda::Permission$|Policy$|^AWS::IAM::/,
    'keys, and what others are allowed',
  ],
  [
    /^AWS::(CloudWatch|Logs|SNS|ApplicationInsights|Synthetics|XRay|Budgets|Oam|Chatbot)::/,
    'alarms, dashboards and logs',
  ],
  [
    /^AWS::(WAFv2|CloudFront|Route53|CertificateManager|Backup|CloudTrail|Config|SSM|ResourceGroups|Scheduler::ScheduleGroup)/,
    'addresses, backups and audit',
  ],
  [
    /^AWS::CDK::Metadata$|^AWS::CloudFormation::(CustomResource|WaitCondition)|^Custom::/,
    'deployment helpers',
  ],
];

/** Properties of emulated types that are left out here, and that a function could notice. */
const ignoredProperties: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::DynamoDB::Table': [
    'TimeToLiveSpecification',
    'StreamSpecification',
    'PointInTimeRecoverySpecification',
    'DeletionProtectionEnabled',
  ],
  'AWS::DynamoDB::GlobalTable': ['TimeToLiveSpecification', 'StreamSpecification'],
  'AWS::SQS::Queue': ['MessageRetentionPeriod', 'KmsMasterKeyId'],
  'AWS::S3::Bucket': ['VersioningConfiguration', 'LifecycleConfiguration', 'ObjectLockEnabled'],
  'AWS::Lambda::Function': [
    'ReservedConcurrentExecutions',
    'Layers',
    'VpcConfig',
    'FileSystemConfigs',
  ],
};

/** One line that says what of the template has no effect on this machine. Throws for a type that would be missed. */
export function ignoredIn(template: Template): string {
  const groups = new Map<string, number>();
  const properties = new Set<string>();
  for (const resource of template.resources) {
    const isHeard = resource.type !== RULE || !waitsForAws(resource);
    if (isHeard && (emulated.has(resource.type) || isSigningKey(resource))) {
      for (const property of ignoredOf(resource)) properties.add(property);
      continue;
    }
    const group = groupOf(resource);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const parts = [...groups].map(([group, count]) => `${count} × ${group}`);
  if (properties.size > 0) parts.push([...properties].sort().join(', '));
  return `not emulated here: ${parts.length === 0 ? 'nothing' : parts.join('; ')}`;
}

function groupOf({ type, logicalId }: Resource): string {
  const group = withoutEffect.find(([pattern]) => pattern.test(type))?.[1];
  if (group !== undefined) return group;
  throw new Error(
    `${logicalId} is a ${type}, which the local runtime neither runs nor can do without`,
  );
}

const ignoredOf = ({ type, properties }: Resource): readonly string[] =>
  (ignoredProperties[type] ?? []).filter((name) => properties.names().includes(name));
