import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { consistent, type Settings, settingsFrom } from './settings.ts';
import { Access } from './stages/access.ts';
import { Aggregation } from './stages/aggregation.ts';
import { Backfill } from './stages/backfill.ts';
import { Billing } from './stages/billing.ts';
import { Catalog } from './stages/catalog.ts';
import { HttpInterface } from './stages/http-interface.ts';
import { Ingestion } from './stages/ingestion.ts';
import { Totals } from './stages/totals.ts';

export interface FarthingStackProps extends StackProps {
  /**
   * @default - what the context says (`cdk -c farthing:…=…`), and the default of each setting
   */
  readonly settings?: Partial<Settings>;
}

/** Everything that is deployed, in the order in which an event passes through it. */
export class FarthingStack extends Stack {
  constructor(scope: Construct, id: string, props: FarthingStackProps = {}) {
    super(scope, id, { description: 'Farthing: usage metering and micro-billing', ...props });
    const settings = consistent({ ...settingsFrom(this.node), ...props.settings });
    const alarms = new AlarmTopic(this, 'Alarms', { email: settings.alarmEmail });
    const shared = { settings, alarms };

    const access = new Access(this, 'Access', shared);
    const { ingestEvents, events } = new Ingestion(this, 'Ingestion', shared);
    const { usageLog, quarantine, touched, reviewQuarantine } = new Aggregation(
      this,
      'Aggregation',
      { ...shared, events },
    );
    const catalog = new Catalog(this, 'Catalog');
    const { totals, queryUsage } = new Totals(this, 'Totals', {
      ...shared,
      usageLog,
      touched,
      catalog,
    });
    const billed = { usageLog, totals, catalog, quarantine };
    const billing = new Billing(this, 'Billing', { ...shared, ...billed });
    const backfill = new Backfill(this, 'Backfill', {
      ...shared,
      catalog,
      totals,
      touched,
      books: billing.books,
      booksCells: billing.booksCells,
    });
    const { api } = new HttpInterface(this, 'Http', {
      ...shared,
      authorizer: access.authorizeRequest,
      answering: {
        IngestEvents: ingestEvents,
        QueryUsage: queryUsage,
        ServeCatalog: backfill.serveCatalog,
        ReviewQuarantine: reviewQuarantine,
        ServeInvoices: billing.serveInvoices,
        RecordInvoices: billing.recordInvoices,
        ServeRuns: billing.serveRuns,
        ServeBooks: billing.serveBooks,
      },
    });

    this.output({
      ApiUrl: api.apiEndpoint,
      IssueKeysFunctionName: access.issueKeys.handler.functionName,
      AlarmTopicArn: alarms.topic.topicArn,
      UsageLogTableName: usageLog.tableName,
      TotalsTableName: totals.tableName,
      CatalogTableName: catalog.tableName,
      QuarantineTableName: quarantine.tableName,
      KeysTableName: access.keys.tableName,
      EventsQueueUrl: events.queue.queueUrl,
      EventsDeadLettersUrl: events.deadLetters.queueUrl,
      TouchedQueueUrl: touched.queue.queueUrl,
      TouchedDeadLettersUrl: touched.deadLetters.queueUrl,
      BackfillQueueUrl: backfill.queue.queue.queueUrl,
      BackfillDeadLettersUrl: backfill.queue.deadLetters.queueUrl,
      BooksTableName: billing.books.tableName,
      BooksCellsTableName: billing.booksCells.tableName,
      BillingRunsTableName: billing.billingRuns.tableName,
      BillingQueueUrl: billing.queue.queue.queueUrl,
      BillingDeadLettersUrl: billing.queue.deadLetters.queueUrl,
      DocumentsBucketName: billing.documents.bucket.bucketName,
      DocumentsQueueUrl: billing.documents.queue.queue.queueUrl,
      DocumentsDeadLettersUrl: billing.documents.queue.deadLetters.queueUrl,
    });
  }

  private output(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
