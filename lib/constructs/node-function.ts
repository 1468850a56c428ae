import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IGrantable, IPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  type RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic.ts';
import { bundleOf, type CodeOptions, moduleOf } from './bundle.ts';
import { OwnRole } from './own-role.ts';

/** What each function has, be it declared or not. */
type Common = 'METRICS_NAMESPACE';

/** Exactly the other variables a function declares: one missing or one too many does not compile. */
export type EnvironmentOf<Names extends readonly string[]> = [
  Exclude<Names[number], Common>,
] extends [never]
  ? Readonly<Record<string, never>>
  : Readonly<Record<Exclude<Names[number], Common>, string>>;

export interface NodeFunctionProps<Names extends readonly string[]> extends CodeOptions {
  /** The list in the function's own environment.ts. */
  readonly declares: Names;
  readonly environment: NoInfer<EnvironmentOf<Names>>;
  readonly memorySizeMb: number;
  readonly timeout: Duration;
  /** How long its log lines are kept. */
  readonly logRetention: Duration;
  /** Of the metrics that it counts itself. */
  readonly metricsNamespace: string;
  /**
   * @default - none: whoever calls it is told when it fails
   */
  readonly alarms?: AlarmTopic | undefined;
  /**
   * @default - Lambda stops a function that seems to call itself over a queue
   */
  readonly recursiveLoop?: RecursiveLoop;
}

/**
 * One Lambda of functions/, bundled on this machine. The id is its name: `AggregateUsage` is functions/aggregate-usage.
 * It may write to its own log group and do nothing else until something is granted.
 */
export class NodeFunction<const Names extends readonly string[] = readonly string[]>
  extends Construct
  implements IGrantable
{
  readonly handler: LambdaFunction;
  readonly logs: LogGroup;
  readonly grantPrincipal: IPrincipal;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether an alarm is to tell of its failures. */
  readonly isWatched: boolean;
  /** All that was granted to it, besides its own log. */
  readonly granted: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, props: NodeFunctionProps<Names>) {
    super(scope, id);
    this.timeout = props.timeout;
    this.isWatched = props.alarms !== undefined;
    this.logs = new LogGroup(this, 'Logs', {
      retention: props.logRetention.toDays(),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Our own role, because the managed policy for Lambda may write to every log group of the account.
    const role = new OwnRole(this, 'Role', 'lambda.amazonaws.com');
    this.logs.grantWrite(role);
    const granted: PolicyStatement[] = [];
    this.granted = granted;
    this.grantPrincipal = noting(granted, role);
    this.environment = { ...props.environment, METRICS_NAMESPACE: props.metricsNamespace };
    this.handler = new LambdaFunction(this, 'Handler', {
      code: bundleOf(folderOf(id), props),
      handler: `${moduleOf(folderOf(id))}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySizeMb,
      timeout: props.timeout,
      role,
      environment: { ...this.environment, NODE_OPTIONS: '--enable-source-maps' },
      logGroup: this.logs,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(props.recursiveLoop === undefined ? {} : { recursiveLoop: props.recursiveLoop }),
    });
  }
}

/** The role, which notes what it is granted. */
const noting = (granted: PolicyStatement[], role: Role): IPrincipal => ({
  grantPrincipal: role.grantPrincipal,
  assumeRoleAction: role.assumeRoleAction,
  policyFragment: role.policyFragment,
  addToPrincipalPolicy: (statement) => {
    granted.push(statement);
    return role.addToPrincipalPolicy(statement);
  },
});

export const folderOf = (id: string): string =>
  id.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
