import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { environment } from '../../functions/store-documents/environment.ts';
import { fonts } from '../../functions/store-documents/fonts.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { RetainedBucket } from '../constructs/retained-bucket.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { BillingSettings } from '../settings/billing.ts';
import type { TransparencySettings } from '../settings/transparency.ts';
import type { Books } from './books.ts';
import type { Outputs, StageProps } from './stage-props.ts';

export interface DocumentsProps extends StageProps {
  readonly books: Books;
  readonly settings: BillingSettings;
  /** Where documents are proven; left out, nowhere. */
  readonly logHost: TransparencySettings['logHost'];
}

/** Documents queue → StoreDocuments → a bucket of what was issued, in every form, for good. */
export class Documents extends Construct {
  readonly bucket: RetainedBucket;
  /** Where it is announced which documents the books have. */
  readonly announced: WorkQueue;
  readonly storeDocuments: NodeFunction;
  /** For the environment of whoever draws them. */
  readonly proofs: { readonly LOG_HOST: string };
  readonly outputs: Outputs<'DocumentsBucketName'> & QueueOutputs<'Documents'>;

  constructor(scope: Construct, id: string, props: DocumentsProps) {
    super(scope, id);
    this.bucket = new RetainedBucket(this, 'Bucket');
    this.announced = new WorkQueue(this, 'Announced', props.shared);
    this.proofs = { LOG_HOST: props.logHost ?? 'none' };
    this.storeDocuments = this.storing(props);
    this.announced.feed(this.storeDocuments, {
      batchSize: 1,
      concurrencyMax: props.settings.documentsConcurrencyMax,
    });
    this.outputs = {
      DocumentsBucketName: this.bucket.bucketName,
      ...this.announced.outputs('Documents'),
    };
  }

  private storing({ shared, books }: DocumentsProps): NodeFunction {
    const storeDocuments = new NodeFunction(this, 'StoreDocuments', {
      ...shared,
      declares: environment,
      environment: {
        ...books.tableNames,
        DOCUMENTS_BUCKET_NAME: this.bucket.bucketName,
        ...this.proofs,
      },
      fonts,
      memorySizeMb: 1769,
      timeout: Duration.minutes(2),
    });
    books.allowReading(storeDocuments);
    this.bucket.allowReadAndPut(storeDocuments);
    return storeDocuments;
  }
}
