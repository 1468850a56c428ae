import { Duration } from 'aws-cdk-lib';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface QueueScheduleProps {
  readonly description: string;
  /** In UTC. */
  readonly schedule: ScheduleExpression;
  readonly queue: IQueue;
  /** Sent as JSON, the same each time. */
  readonly message: object;
}

/** Puts a message on a queue again and again: what it asks for is then tried, kept and alarmed as any other message. */
export class QueueSchedule extends Construct {
  constructor(scope: Construct, id: string, props: QueueScheduleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
    });
    Grant.addToPrincipal({
      grantee: role,
      actions: ['sqs:SendMessage'],
      resourceArns: [props.queue.queueArn],
    }).assertSuccess();
    new Schedule(this, 'Schedule', {
      description: props.description,
      schedule: props.schedule,
      target: new SqsSendMessage(props.queue, {
        role,
        input: ScheduleTargetInput.fromObject(props.message),
        maxEventAge: Duration.hours(12),
        retryAttempts: 100,
      }),
    });
  }
}
