import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { WebFunction, WebFunctionAuthType, WebFunctionRuntime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { logicalIdOf } from '../former-paths.ts';
import { moduleOf, serverBundleOf } from './bundle.ts';
import { folderOf } from './node-function.ts';
import { retainedBucket } from './retained-bucket.ts';

export interface ServerFunctionProps {
  readonly environment: Readonly<Record<string, string>>;
  /** Font files by their paths in our own `fonts/`, which it finds in `fonts/`. */
  readonly fonts: readonly string[];
  /** How long its log lines are kept. */
  readonly logRetention: Duration;
  readonly timeout: Duration;
  /** Requests that one environment works on at a time. */
  readonly requestsMax: number;
  /** Requests per second, of the values that Lambda takes. */
  readonly rateMax: number;
}

/**
 * One HTTP server of functions/ as a Lambda web function, bundled on this machine. The id is its name: `ServeFront` is
 * functions/serve-front. Who may ask it, it decides itself. Id and path are part of its address, and never change.
 */
export class ServerFunction extends Construct implements IGrantable {
  readonly logs: LogGroup;
  readonly grantPrincipal: IPrincipal;
  readonly url: string;

  constructor(scope: Construct, id: string, props: ServerFunctionProps) {
    super(scope, id);
    this.logs = this.logGroup('Logs', props.logRetention);
    const role = this.role('Role', this.logs);
    this.grantPrincipal = role;
    const { endpoint } = new WebFunction(this, 'Server', {
      code: this.code(folderOf(id), props),
      runtime: WebFunctionRuntime.NODEJS_24_X,
      entryPoint: `${moduleOf(folderOf(id))}.mjs`,
      role,
      logGroup: this.logs,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      timeout: props.timeout,
      maxConcurrencyPerEnvironment: props.requestsMax,
      defaultEndpointAuth: WebFunctionAuthType.APPLICATION_MANAGED,
      defaultEndpoint: { rateLimit: props.rateMax },
    });
    Validations.of(endpoint).acknowledge({
      id: 'Annotation::@aws-cdk/aws-lambda:webFunctionPublicEndpoint',
      reason:
        'The server looks at the key of every request, as the authorizer of the HTTP API does.',
    });
    this.url = `https://${endpoint.domainName}`;
  }

  /**
   * Lambda reads the code of a web function from a bucket of ours, whenever it starts one. So a deploy copies it there,
   * by a function of the CDK that runs only then, in a role and a log of ours.
   */
  private code(folder: string, { fonts, logRetention }: ServerFunctionProps) {
    const bucket = new Bucket(this, 'Code', retainedBucket);
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It has the code of this stack and nobody’s data; CloudTrail tells who changed it.',
    });
    const logGroup = this.logGroup('CopyLogs', logRetention);
    const role = this.role('CopyRole', logGroup);
    this.acknowledgeCopying(role, bucket);
    return serverBundleOf(folder, { fonts }, { bucket, role, logGroup });
  }

  private acknowledgeCopying(role: Role, bucket: Bucket): void {
    const id = logicalIdOf(bucket.node.defaultChild as CfnBucket);
    const findings = [
      'Action::s3:Abort*',
      'Action::s3:DeleteObject*',
      `Resource::<${id}.Arn>/web-function/*`,
      'Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*',
    ];
    for (const finding of findings) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[${finding}]`,
        reason:
          'The CDK’s own function copies code from the bucket of assets, whose keys are hashes that change with each deploy.',
      });
    }
  }

  private logGroup(id: string, retention: Duration): LogGroup {
    return new LogGroup(this, id, {
      retention: retention.toDays(),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** A role of our own, because the managed policy for Lambda may write to every log group of the account. */
  private role(id: string, logs: LogGroup): Role {
    const role = new Role(this, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logs.grantWrite(role);
    return role;
  }
}
