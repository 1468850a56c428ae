import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { environment, fonts } from '../../functions/store-documents/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { RetainedBucket } from '../constructs/retained-bucket.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { StageProps } from './stage-props.ts';

export interface DocumentsProps extends StageProps {
  readonly books: RetainedTable;
  readonly booksCells: RetainedTable;
}

const storeTimeout = Duration.minutes(2);

/** Documents queue → StoreDocuments → a bucket of what was issued, in every form, for good. */
export class Documents extends Construct {
  readonly bucket: RetainedBucket;
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: DocumentsProps) {
    super(scope, id);
    this.bucket = new RetainedBucket(this, 'Bucket');
    this.queue = new WorkQueue(this, 'Announced', {
      consumerTimeout: storeTimeout,
      alarms: props.alarms,
    });
    this.queue.feed(this.storeDocuments(props), { batchSize: 1, concurrencyMax: 4 });
  }

  private storeDocuments({ books, booksCells, settings, alarms }: DocumentsProps): NodeFunction {
    const storeDocuments = new NodeFunction(this, 'StoreDocuments', {
      declares: environment,
      environment: {
        BOOKS_TABLE_NAME: books.tableName,
        BOOKS_CELLS_TABLE_NAME: booksCells.tableName,
        DOCUMENTS_BUCKET_NAME: this.bucket.bucketName,
      },
      fonts,
      memorySizeMb: 1769,
      timeout: storeTimeout,
      logRetention: settings.logRetention,
      alarms,
    });
    books.allow(storeDocuments, 'GetItem', 'Query');
    // A read brings up to date what a writer that died has left undone.
    booksCells.allow(storeDocuments, 'BatchGetItem', 'PutItem');
    this.bucket.allowReadAndPut(storeDocuments);
    return storeDocuments;
  }
}
