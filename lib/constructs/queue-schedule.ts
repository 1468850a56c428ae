import { Duration } from 'aws-cdk-lib';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { WorkQueue } from './work-queue.ts';

export interface QueueScheduleProps {
  readonly description: string;
  /** In UTC. */
  readonly schedule: ScheduleExpression;
  readonly queue: WorkQueue;
  /** Sent as JSON, the same each time. */
  readonly message: object;
}

/** Puts a message on a queue again and again: what it asks for is then tried, kept and alarmed as any other message. */
export class QueueSchedule extends Construct {
  constructor(scope: Construct, id: string, props: QueueScheduleProps) {
    super(scope, id);
    new Schedule(this, 'Schedule', {
      description: props.description,
      schedule: props.schedule,
      target: new SqsSendMessage(props.queue.queue, {
        role: props.queue.schedulerRole,
        input: ScheduleTargetInput.fromObject(props.message),
        maxEventAge: Duration.hours(12),
        retryAttempts: 100,
      }),
    });
  }
}
