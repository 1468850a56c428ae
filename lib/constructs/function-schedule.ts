import type { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  type IScheduleTarget,
  Schedule,
  type ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { OwnRole } from './own-role.ts';

export interface FunctionScheduleProps {
  readonly description: string;
  /** In UTC. */
  readonly schedule: ScheduleExpression;
  readonly handler: IFunction;
  /** What is late by more than this is left to the next time. */
  readonly latest: Duration;
}

/**
 * Calls a function again and again, without a queue between: for work that looks at all there is each time, so that
 * what failed once is done by the next. Who fails is seen by the alarms of the function.
 */
export class FunctionSchedule extends Construct {
  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    const { handler, latest } = props;
    const role = new OwnRole(this, 'Role', 'scheduler.amazonaws.com');
    Grant.addToPrincipal({
      grantee: role,
      actions: ['lambda:InvokeFunction'],
      resourceArns: [handler.functionArn],
    }).assertSuccess();
    // The CDK's own target grants all versions of the function as well, by a wildcard.
    const target: IScheduleTarget = {
      bind: () => ({
        arn: handler.functionArn,
        role,
        input: ScheduleTargetInput.fromObject({}),
        retryPolicy: { maximumEventAgeInSeconds: latest.toSeconds(), maximumRetryAttempts: 3 },
      }),
    };
    new Schedule(this, 'Schedule', {
      description: props.description,
      schedule: props.schedule,
      target,
    });
  }
}
