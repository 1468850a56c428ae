import type { Properties } from './properties.ts';
import type { Resource, Template } from './template.ts';

/** Something that happens at times of the runtime's clock. */
export interface ScheduleDefinition {
  readonly path: string;
  readonly arn: string;
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  readonly expression: string;
  /** IANA zone in which `cron` and `at` are read. */
  readonly timeZone: string;
  readonly targets: readonly TargetDefinition[];
  readonly source: 'scheduler' | 'events';
}

/** What a schedule invokes or sends to. */
export interface TargetDefinition {
  readonly arn: string;
  /** As whom it is invoked or sent to; undefined: its own policy says who may. */
  readonly roleArn: string | undefined;
  /** The payload; undefined: what AWS sends when none is given. */
  readonly input: string | undefined;
  /** How often a delivery that failed is tried again. */
  readonly retriesMax: number;
  /** ARN of the queue for what could not be delivered. */
  readonly deadLetterArn: string | undefined;
}

const defaultRetries = 185;

/**
 * Every enabled schedule and every rule with a schedule. A rule for what AWS itself tells of is left out, as nothing
 * does here; throws for one on another event pattern, which has no local source.
 */
export const readSchedules = (template: Template): readonly ScheduleDefinition[] => [
  ...schedulerSchedules(template),
  ...eventRules(template),
];

function schedulerSchedules(template: Template): readonly ScheduleDefinition[] {
  return template
    .ofType('AWS::Scheduler::Schedule')
    .filter(({ properties }) => properties.optionalString('State') !== 'DISABLED')
    .map(({ path, arn, properties }) => ({
      path,
      arn,
      expression: properties.string('ScheduleExpression'),
      timeZone: properties.optionalString('ScheduleExpressionTimezone') ?? 'UTC',
      targets: [targetOf(properties.object('Target'))],
      source: 'scheduler',
    }));
}

function eventRules(template: Template): readonly ScheduleDefinition[] {
  return template
    .ofType('AWS::Events::Rule')
    .filter((rule) => rule.properties.optionalString('State') !== 'DISABLED' && !waitsForAws(rule))
    .map(({ path, logicalId, arn, properties }) => {
      const expression = properties.optionalString('ScheduleExpression');
      if (expression === undefined) {
        throw new Error(`${logicalId} waits for events: only rules with a schedule run locally`);
      }
      const targets = properties.objects('Targets').map(targetOf);
      return { path, arn, expression, timeZone: 'UTC', targets, source: 'events' };
    });
}

/** What AWS tells of by itself: its sources begin so, and those of nobody else may. */
export const waitsForAws = ({ properties }: Pick<Resource, 'properties'>): boolean => {
  const sources = properties.optionalObject('EventPattern')?.strings('source') ?? [];
  return sources.length > 0 && sources.every((source) => source.startsWith('aws.'));
};

function targetOf(target: Properties): TargetDefinition {
  if (target.has('InputTransformer') || target.has('InputPath')) {
    throw new Error(
      `${target.where} transforms its input, which the local runtime does not support`,
    );
  }
  return {
    arn: target.string('Arn'),
    roleArn: target.optionalString('RoleArn'),
    input: target.optionalString('Input'),
    retriesMax:
      target.optionalObject('RetryPolicy')?.optionalNumber('MaximumRetryAttempts') ??
      defaultRetries,
    deadLetterArn: target.optionalObject('DeadLetterConfig')?.optionalString('Arn'),
  };
}
