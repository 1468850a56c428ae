import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { environment } from '../../functions/ingest-events/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { metricsNamespace } from '../constructs/notice-alarm.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { IngestionSettings } from '../settings/ingestion.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface IngestionProps extends AnsweringProps {
  readonly settings: IngestionSettings;
}

/** POST /v1/events → IngestEvents → events queue. An answer of 202 is given only after the queue has the events. */
export class Ingestion extends Construct {
  readonly ingestEvents: NodeFunction;
  readonly events: WorkQueue;
  /** Whether messages of events say their tenant. */
  readonly eventGroups: IngestionSettings['eventGroups'];
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, { shared, settings }: IngestionProps) {
    super(scope, id);
    this.events = new WorkQueue(this, 'Events', shared);
    this.eventGroups = settings.eventGroups;
    this.ingestEvents = new NodeFunction(this, 'IngestEvents', {
      ...shared,
      declares: environment,
      environment: {
        ...shared.rates,
        EVENTS_QUEUE_URL: this.events.queue.queueUrl,
        EVENT_GROUPS: settings.eventGroups,
        EVENT_MAX_AGE_SECONDS: String(settings.eventMaxAge.toSeconds()),
        EVENT_MAX_LEAD_SECONDS: String(settings.eventMaxLead.toSeconds()),
        METRICS_NAMESPACE: metricsNamespace,
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(20),
    });
    this.events.allowSend(this.ingestEvents);
    this.outputs = this.events.outputs('Events');
  }
}
