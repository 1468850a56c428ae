import { Aws, CustomResource, Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  OriginRequestPolicy,
  S3OriginAccessControl,
  Signing,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { environment } from '../../functions/store-pages/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { PageHeaders } from '../constructs/page-headers.ts';
import { retainedBucket } from '../constructs/retained-bucket.ts';
import { logicalIdOf } from '../former-paths.ts';
import type { Outputs, StageProps } from './stage-props.ts';

export interface WebPagesProps extends StageProps {
  /** Where requests are answered, as `https://` and a name. */
  readonly url: string;
}

/**
 * The console, the pages of readers and payees, and the reference: files in a bucket, put there by each deploy, before
 * which CloudFront stands. It hands everything else on to whatever answers requests, so that pages and interface have
 * one origin, and no CORS.
 */
export class WebPages extends Construct {
  readonly outputs: Outputs<'ConsoleUrl' | 'DocsUrl' | 'MeUrl' | 'PayeeUrl'>;

  constructor(scope: Construct, id: string, props: WebPagesProps) {
    super(scope, id);
    const bucket = this.bucket();
    this.store(bucket, props);
    const { domainName } = this.distribution(bucket, props.url);
    this.outputs = {
      ConsoleUrl: `https://${domainName}/console/`,
      DocsUrl: `https://${domainName}/docs/`,
      MeUrl: `https://${domainName}/me/`,
      PayeeUrl: `https://${domainName}/payee/`,
    };
  }

  /** Each deploy fills it, so that it goes with its stack, and what it had before is nobody's loss. */
  private bucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      ...retainedBucket,
      versioned: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It has pages that everybody may read and nobody’s data.',
    });
    return bucket;
  }

  /** A function that has the pages beside it puts them into the bucket, whenever they are others. */
  private store(bucket: Bucket, { shared }: WebPagesProps): void {
    const storePages = new NodeFunction(this, 'StorePages', {
      logRetention: shared.logRetention,
      metricsNamespace: shared.metricsNamespace,
      declares: environment,
      environment: { PAGES_BUCKET_NAME: bucket.bucketName },
      pages: 'all',
      memorySizeMb: 512,
      timeout: Duration.minutes(2),
    });
    const grant = (actions: string[], resourceArn: string): void => {
      Grant.addToPrincipal({
        ...{ grantee: storePages, actions, resourceArns: [resourceArn] },
      }).assertSuccess();
    };
    grant(['s3:DeleteObject', 's3:PutObject'], bucket.arnForObjects('*'));
    grant(['s3:ListBucket'], bucket.bucketArn);
    const bucketId = logicalIdOf(bucket.node.defaultChild as CfnBucket);
    Validations.of(storePages).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
      reason: 'The keys of objects are names of files that each deploy may have others of.',
    });
    new CustomResource(this, 'Stored', {
      serviceToken: storePages.handler.functionArn,
      resourceType: 'Custom::StoredPages',
      serviceTimeout: Duration.minutes(5),
      properties: { Bucket: bucket.bucketName, Code: codeKeyOf(storePages) },
    });
  }

  private distribution(bucket: Bucket, url: string): Distribution {
    const { names } = this;
    // Its own type says of one member that it may be undefined, where the interface says that it may be absent.
    const pages = S3BucketOrigin.withOriginAccessControl(bucket as IBucket, {
      originAccessControl: new S3OriginAccessControl(this, 'AccessControl', {
        originAccessControlName: names('access'),
        signing: Signing.SIGV4_ALWAYS,
      }),
      // Of a bucket that nobody may list, S3 says of what is not there that it is forbidden.
      originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Farthing: console, reference and interface',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: interfaceBehind(url),
      additionalBehaviors: this.behaviors(pages),
      errorResponses: keptErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
    acknowledgeFindings(distribution);
    return distribution;
  }

  private behaviors(origin: IOrigin): Record<string, BehaviorOptions> {
    const { names } = this;
    const leadToIndex = new EdgeFunction(this, 'LeadToIndex', {
      functionName: names('lead'),
      comment: 'Leads to the pages of Farthing by their short addresses',
      code: FunctionCode.fromInline(leadToIndexCode),
      runtime: FunctionRuntime.JS_2_0,
    });
    const headers = new PageHeaders(this, 'Headers', { name: names('headers') });
    const behavior: BehaviorOptions = {
      origin,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // Compressed, and kept for as long as the file says; where it says not at all, for a second.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: headers.policy,
      functionAssociations: [
        { function: leadToIndex, eventType: FunctionEventType.VIEWER_REQUEST },
      ],
    };
    return Object.fromEntries(pagePaths.map((path) => [path, behavior]));
  }

  /** CloudFront's names hold for a whole account: so they have the id of the stack, and which construct of it. */
  private readonly names = (what: string): string => {
    const stack = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    return `farthing-${what}-${stack}-${this.node.addr.slice(-8)}`;
  };
}

function acknowledgeFindings(distribution: Distribution): void {
  for (const [id, reason] of Object.entries({
    'AwsSolutions-CFR1': 'Whoever has a key may use it wherever they are.',
    'AwsSolutions-CFR2':
      'Pages are files, and the interface has keys and limits of its own; a firewall is a cost that whoever wants it adds.',
    'AwsSolutions-CFR3':
      'The interface logs each request itself, without what senders put into it.',
    'AwsSolutions-CFR4':
      'The certificate is that of cloudfront.net, which alone decides the oldest TLS that it takes.',
    'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk':
      'The address of the root of the bucket leads on to the console before the bucket is asked.',
  })) {
    Validations.of(distribution).acknowledge({ id, reason });
  }
}

/** What is answered with files; all else is the interface’s. */
const pagePaths = [
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
] as const;

/** As JavaScript that CloudFront runs before it looks into its cache. */
const leadToIndexCode = `
const short = { '/': '/console/', '/console': '/console/', '/me': '/me/', '/payee': '/payee/', '/docs': '/docs/', '/llms.txt': '/docs/llms.txt' };

function handler(event) {
  const request = event.request;
  const value = short[request.uri];
  if (value) return { statusCode: 302, statusDescription: 'Found', headers: { location: { value } } };
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}
`.trim();

/**
 * Whatever answers requests, asked as it is asked without CloudFront between: each time, with all that was sent but the
 * name of the host. A key is never taken where others could read it.
 */
const interfaceBehind = (url: string): BehaviorOptions => ({
  origin: new HttpOrigin(Fn.select(2, Fn.split('/', url))),
  allowedMethods: AllowedMethods.ALLOW_ALL,
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  cachePolicy: CachePolicy.CACHING_DISABLED,
  originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
});

/**
 * Errors that CloudFront keeps for ten seconds, whatever the cache policy and `no-store` say, by the address alone. So
 * one tenant would be answered with the error of another, and nobody who asks again would reach what answers by now.
 */
const keptErrors = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504] as const;

/** What the code of a function is called, which is another where the code is, or what lies beside it. */
function codeKeyOf({ handler }: NodeFunction): string {
  const { code } = handler.node.defaultChild as CfnFunction;
  const { s3Key } = code as CfnFunction.CodeProperty;
  if (s3Key === undefined) throw new Error('the pages are an asset, which has a key');
  return s3Key;
}
