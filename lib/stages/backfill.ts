import { Duration } from 'aws-cdk-lib';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environment } from '../../functions/backfill-meters/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { StageProps } from './stage-props.ts';

export interface BackfillProps extends StageProps {
  /** Which hours hold usage that a new meter must count too. */
  readonly totals: RetainedTable;
  /** Where those hours are announced, to be folded again. */
  readonly touched: WorkQueue;
}

/** Backfill queue → BackfillMeters → touched queue, so that totals are folded again by a meter that came later. */
export class Backfill extends Construct {
  /** Where a new meter is announced. */
  readonly queue: WorkQueue;
  readonly outputs: QueueOutputs<'Backfill'>;

  constructor(scope: Construct, id: string, props: BackfillProps) {
    super(scope, id);
    this.queue = new WorkQueue(this, 'Backfill', props.shared);
    this.queue.feed(this.backfillMeters(props), { batchSize: 1, concurrencyMax: 2 });
    this.outputs = this.queue.outputs('Backfill');
  }

  private backfillMeters({ shared, totals, touched }: BackfillProps): NodeFunction {
    const backfillMeters = new NodeFunction(this, 'BackfillMeters', {
      ...shared,
      declares: environment,
      environment: {
        TOTALS_TABLE_NAME: totals.tableName,
        TOUCHED_QUEUE_URL: touched.queue.queueUrl,
        BACKFILL_QUEUE_URL: this.queue.queue.queueUrl,
      },
      memorySizeMb: 512,
      timeout: Duration.seconds(60),
      // It goes on with the rest of a long backfill by a message to itself; Lambda would stop that after 16 turns.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    totals.allow(backfillMeters, 'Query');
    touched.allowSend(backfillMeters);
    this.queue.allowSend(backfillMeters);
    return backfillMeters;
  }
}
