import { bucketDomain, type Endpoints, executeApiOrigin, webFunctionDomain } from './identity.ts';
import type { Properties } from './properties.ts';
import { type ResponseHeader, readResponseHeaders } from './response-headers.ts';
import type { Resource, Template } from './template.ts';

/** A distribution of CloudFront: which paths are answered with objects of a bucket. All others are the interface's. */
export interface DistributionDefinition {
  readonly id: string;
  /** In the order in which they are looked at; the last one takes every path. */
  readonly behaviors: readonly BehaviorDefinition[];
}

/** What is done at the paths of one pattern. */
export interface BehaviorDefinition {
  /** `*` is any text, `?` any one character. */
  readonly pattern: string;
  /** Undefined: whatever answers requests is asked. */
  readonly bucketName: string | undefined;
  readonly methods: readonly string[];
  readonly isCompressed: boolean;
  /** What runs before anything is looked up; undefined: nothing. */
  readonly atRequest: EdgeFunctionDefinition | undefined;
  readonly headers: readonly ResponseHeader[];
}

/** JavaScript with a function `handler`, as CloudFront runs it. */
export interface EdgeFunctionDefinition {
  readonly logicalId: string;
  readonly code: string;
}

/** Of a distribution, what makes no difference on this machine. */
const configWithoutEffect =
  'Aliases Comment Enabled HttpVersion IPV6Enabled Logging PriceClass Restrictions ViewerCertificate WebACLId';
const behaviorWithoutEffect =
  'CachedMethods CachePolicyId OriginRequestPolicyId SmoothStreaming ViewerProtocolPolicy';

/**
 * The template's distribution; undefined when it has none. Throws for a second one, and, by its name, for whatever of
 * it would be missed here.
 */
export function readDistribution(
  template: Template,
  endpoints: Endpoints,
): DistributionDefinition | undefined {
  const [distribution, ...others] = template.ofType('AWS::CloudFront::Distribution');
  if (distribution === undefined) return undefined;
  if (others.length > 0) {
    throw new Error(`one distribution runs locally, this stack has ${others.length + 1}`);
  }
  const config = distribution.properties.object('DistributionConfig');
  const read = 'CacheBehaviors CustomErrorResponses DefaultCacheBehavior Origins';
  refuseUnknown(config, `${read} ${configWithoutEffect}`);
  for (const response of config.objects('CustomErrorResponses')) {
    refuseUnknown(response, 'ErrorCachingMinTTL ErrorCode');
  }
  const bucketOf = bucketsOf(config, template, endpoints);
  return {
    id: distribution.ref,
    behaviors: [...config.objects('CacheBehaviors'), config.object('DefaultCacheBehavior')].map(
      (behavior) => behaviorOf(behavior, template, bucketOf),
    ),
  };
}

function refuseUnknown(properties: Properties, known: string): void {
  const unknown = properties.names().find((name) => !known.split(' ').includes(name));
  if (unknown === undefined) return;
  throw new Error(`${properties.where}.${unknown} is nothing that the local runtime does`);
}

type BucketOf = (originId: string) => string | undefined;

/** The bucket of an origin; undefined where that is whatever answers requests. Throws for any other origin. */
function bucketsOf(config: Properties, template: Template, endpoints: Endpoints): BucketOf {
  const buckets = template.ofType('AWS::S3::Bucket').map(({ name }) => name);
  const hosts = interfaceHosts(template, endpoints);
  const origins = new Map(
    config.objects('Origins').map((origin) => {
      const domain = origin.string('DomainName');
      const bucket = buckets.find((name) => bucketDomain(name) === domain);
      if ((origin.optionalString('OriginPath') ?? '') !== '') {
        throw new Error(`${origin.where}.OriginPath is nothing that the local runtime does`);
      }
      if (bucket === undefined && !hosts.includes(domain)) {
        throw new Error(`${origin.where} is ${domain}: neither a bucket here nor the interface`);
      }
      return [origin.string('Id'), bucket] as const;
    }),
  );
  return (id) => {
    if (origins.has(id)) return origins.get(id);
    throw new Error(`${config.where} names an origin ${id}, which it does not have`);
  };
}

/** What whoever answers at the runtime's own address is called: the HTTP API, or the web function where it is alone. */
function interfaceHosts(template: Template, endpoints: Endpoints): readonly string[] {
  const { region } = template.assembly;
  const [api] = template.ofType('AWS::ApiGatewayV2::Api');
  const urls =
    api === undefined
      ? template
          .ofType('AWS::Lambda::WebFunctionEndpoint')
          .map(({ name }) => `https://${webFunctionDomain(name, region)}`)
      : [endpoints.httpApi, executeApiOrigin(api.ref, region)];
  return urls.map((url) => new URL(url).host);
}

function behaviorOf(
  behavior: Properties,
  template: Template,
  bucketOf: BucketOf,
): BehaviorDefinition {
  const read =
    'AllowedMethods Compress FunctionAssociations PathPattern ResponseHeadersPolicyId TargetOriginId';
  refuseUnknown(behavior, `${read} ${behaviorWithoutEffect}`);
  const bucketName = bucketOf(behavior.string('TargetOriginId'));
  const changing = ['FunctionAssociations', 'ResponseHeadersPolicyId'].find((name) =>
    behavior.has(name),
  );
  if (bucketName === undefined && changing !== undefined) {
    throw new Error(`${behavior.where}.${changing} is done locally to objects of buckets alone`);
  }
  const methods = behavior.strings('AllowedMethods');
  return {
    pattern: behavior.optionalString('PathPattern') ?? '*',
    bucketName,
    methods: methods.length === 0 ? ['GET', 'HEAD'] : methods,
    isCompressed: behavior.optionalBoolean('Compress') === true,
    atRequest: edgeFunctionOf(behavior, template),
    headers: readResponseHeaders(behavior, template),
  };
}

function edgeFunctionOf(
  behavior: Properties,
  template: Template,
): EdgeFunctionDefinition | undefined {
  const [association, ...others] = behavior.objects('FunctionAssociations');
  if (association === undefined) return undefined;
  const type = association.string('EventType');
  if (others.length > 0 || type !== 'viewer-request') {
    throw new Error(`${behavior.where} has a function besides that of viewer-request, got ${type}`);
  }
  const arn = association.string('FunctionARN');
  const found: Resource | undefined = template
    .ofType('AWS::CloudFront::Function')
    .find((one) => one.arn === arn);
  if (found === undefined) throw new Error(`${behavior.where} has a function ${arn}, not here`);
  return { logicalId: found.logicalId, code: found.properties.string('FunctionCode') };
}
