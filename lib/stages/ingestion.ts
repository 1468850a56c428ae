import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { environment } from '../../functions/ingest-events/environment.ts';
import { whenSilentFor } from '../constructs/alarm-topic.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { IngestionSettings } from '../settings/ingestion.ts';
import type { AnsweringProps, Shared } from './stage-props.ts';

export interface IngestionProps extends AnsweringProps {
  readonly settings: IngestionSettings;
  /** What says which spans, log records and metrics become events. */
  readonly catalog: RetainedTable;
}

/** POST /v1/events → IngestEvents → events queue. An answer of 202 is given only after the queue has the events. */
export class Ingestion extends Construct {
  readonly ingestEvents: NodeFunction;
  readonly events: WorkQueue;
  /** Whether messages of events say their tenant. */
  readonly eventGroups: IngestionSettings['eventGroups'];
  readonly outputs: QueueOutputs<'Events'>;

  constructor(scope: Construct, id: string, { shared, settings, catalog }: IngestionProps) {
    super(scope, id);
    this.events = new WorkQueue(this, 'Events', shared);
    this.eventGroups = settings.eventGroups;
    this.ingestEvents = new NodeFunction(this, 'IngestEvents', {
      ...shared,
      declares: environment,
      environment: {
        ...shared.rates,
        CATALOG_TABLE_NAME: catalog.tableName,
        EVENTS_QUEUE_URL: this.events.queue.queueUrl,
        EVENT_GROUPS: settings.eventGroups,
        EVENT_MAX_AGE_SECONDS: String(settings.eventMaxAge.toSeconds()),
        EVENT_MAX_LEAD_SECONDS: String(settings.eventMaxLead.toSeconds()),
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(20),
    });
    this.events.allowSend(this.ingestEvents);
    catalog.allow(this.ingestEvents, 'GetItem');
    this.watchSilence(shared, settings);
    this.outputs = this.events.outputs('Events');
  }

  /** Of the queue, which has events whatever has taken them; nobody is told of what one tenant alone has stopped. */
  private watchSilence({ alarms }: Shared, { eventsSilenceMax }: IngestionSettings): void {
    if (eventsSilenceMax.toSeconds() === 0) return;
    const period = Duration.minutes(5);
    alarms.alarm(this, 'EventsStopped', {
      metric: this.events.queue.metricNumberOfMessagesSent({ period, statistic: 'Sum' }),
      means: `no events came for ${eventsSilenceMax.toMinutes()} minutes`,
      when: whenSilentFor(Math.ceil(eventsSilenceMax.toSeconds() / period.toSeconds())),
    });
  }
}
