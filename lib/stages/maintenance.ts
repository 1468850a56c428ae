import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { environment } from '../../functions/rebuild-projections/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import type { Books } from './books.ts';
import type { Outputs, StageProps } from './stage-props.ts';

export interface MaintenanceProps extends StageProps {
  readonly books: Books;
  /** What reads projections, and meets one that is lost. */
  readonly readers: readonly NodeFunction[];
}

/** What an operator invokes to make projections again from the logs, step by step; nothing else invokes it. */
export class Maintenance extends Construct {
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, { shared, books, readers }: MaintenanceProps) {
    super(scope, id);
    const rebuildProjections = new NodeFunction(this, 'RebuildProjections', {
      ...shared,
      declares: environment,
      environment: books.tableNames,
      // One whole processor; a step holds what some hundred blocks come to.
      memorySizeMb: 1769,
      timeout: Duration.minutes(15),
    });
    books.allowReading(rebuildProjections);
    new NoticeAlarm(this, 'LostProjections', {
      ...shared,
      logs: rebuildProjections.logs,
      otherLogs: Object.fromEntries(readers.map(({ node, logs }) => [node.id, logs])),
      pattern: { '$.message.error.message': 'a projection is lost*' },
      means: 'what is projected from a log is lost, and whoever needs it is refused or waits',
    });
    this.outputs = {
      RebuildProjectionsFunctionName: rebuildProjections.handler.functionName,
    };
  }
}
