import { type CfnElement, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { NodeFunction } from './constructs/node-function.ts';
import { formerLogicalId } from './former-paths.ts';
import { type GivenSettings, type Settings, settingsFrom } from './settings/settings.ts';
import { Access } from './stages/access.ts';
import { Aggregation } from './stages/aggregation.ts';
import { Backfill } from './stages/backfill.ts';
import { Billing } from './stages/billing.ts';
import { Books } from './stages/books.ts';
import { Catalog } from './stages/catalog.ts';
import { Documents } from './stages/documents.ts';
import { HttpInterface } from './stages/http-interface.ts';
import { Ingestion } from './stages/ingestion.ts';
import { Maintenance } from './stages/maintenance.ts';
import type { Outputs, Shared } from './stages/stage-props.ts';
import { Totals } from './stages/totals.ts';
import { WebFront, type WebFrontProps } from './stages/web-front.ts';
import { Webhooks } from './stages/webhooks.ts';

export interface FarthingStackProps extends StackProps {
  /**
   * @default - what the context says (`cdk -c farthing:…=…`), and the default of each setting
   */
  readonly settings?: GivenSettings;
}

/** Everything that is deployed, in the order in which an event passes through it. */
export class FarthingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings: given, ...props }: FarthingStackProps = {},
  ) {
    super(scope, id, { description: 'Farthing: usage metering and micro-billing', ...props });
    const settings = settingsFrom(this.node, given);
    const everywhere = this.sharedBy(settings.operations);
    const access = new Access(this, 'Access', { shared: everywhere, settings });
    const shared = { ...everywhere, rates: access.rates };
    const ingestion = new Ingestion(this, 'Ingestion', { shared, settings: settings.ingestion });
    const changing = { shared, access };
    const aggregation = new Aggregation(this, 'Aggregation', {
      ...changing,
      settings: settings.aggregation,
      ...{ events: ingestion.events, eventGroups: ingestion.eventGroups },
    });
    const { usageLog, touched, quarantine } = aggregation;
    const catalog = new Catalog(this, 'Catalog', { shared });
    const totals = new Totals(this, 'Totals', {
      ...{ shared, usageLog, touched, catalog: catalog.table },
      settings: settings.totals,
    });
    const backfill = new Backfill(this, 'Backfill', { shared, totals: totals.table, touched });
    const books = new Books(this, 'Books', { shared });
    const documents = new Documents(this, 'Documents', { shared, books });
    const usage = {
      usageLog,
      catalog: catalog.table,
      totals: totals.table,
      shardEpochs: settings.aggregation.shardEpochs,
      eventMaxAge: settings.ingestion.eventMaxAge,
    };
    const billing = new Billing(this, 'Billing', {
      ...{ ...changing, ...usage, quarantine, books, documents },
      settings: settings.billing,
    });
    const webhooks = new Webhooks(this, 'Webhooks', {
      ...{ ...changing, ...usage, quarantine, books },
      billingRuns: billing.billingRuns,
    });
    const answering = {
      IngestEvents: ingestion.ingestEvents,
      QueryUsage: totals.queryUsage,
      ServeCatalog: catalog.serve({ ...usage, books, backfill: backfill.queue, access }),
      ReviewQuarantine: aggregation.reviewQuarantine,
      ServeInvoices: billing.serveInvoices,
      RecordInvoices: billing.recordInvoices,
      ServeRuns: billing.serveRuns,
      ServeBooks: books.serveBooks,
      ServeWebhooks: webhooks.serveWebhooks,
    };
    access.allowTaking(Object.values(answering));
    const maintenance = new Maintenance(this, 'Maintenance', {
      ...{ ...usage, shared, books },
      readers: [...this.functionsWith('BOOKS_CELLS_TABLE_NAME'), totals.totalUsage],
    });
    const fronts = this.fronts({
      ...{ shared, answering, documents: documents.bucket },
      settings: settings.http,
      authorizer: access.authorizeRequest,
    });

    this.deployLast(aggregation.aggregateUsage);
    const stages = [access, ingestion, aggregation, catalog, totals, backfill, books, documents];
    this.output({ AlarmTopicArn: shared.alarms.topic.topicArn });
    for (const { outputs } of [...stages, billing, webhooks, maintenance, ...fronts])
      this.output(outputs);
  }

  private sharedBy({ alarmEmail: email, runbook, logRetention }: Settings['operations']): Shared {
    return { alarms: new AlarmTopic(this, 'Alarms', { email, runbook }), logRetention };
  }

  /**
   * A deploy brings the function that writes blocks up to date after the functions that read them, so that none of
   * these meets a block of a version that it does not know yet. See docs/decisions/0121.
   */
  private deployLast(writer: NodeFunction): void {
    for (const one of this.functionsWith('USAGE_LOG_TABLE_NAME')) {
      if (one !== writer) writer.handler.node.addDependency(one.handler);
    }
  }

  private functionsWith(variable: string): readonly NodeFunction[] {
    return this.node
      .findAll()
      .filter((one) => one instanceof NodeFunction)
      .filter(({ environment }) => variable in environment);
  }

  /** What takes requests, as set. The functions stay where no HTTP API calls them: they cost nothing then. */
  private fronts(props: WebFrontProps): readonly { readonly outputs: Outputs }[] {
    const http = () => new HttpInterface(this, 'Http', props);
    const web = () => new WebFront(this, 'Front', props);
    switch (props.settings.front) {
      case 'http-api':
        return [http()];
      case 'web-function':
        return [web()];
      case 'both':
        return [http(), web()];
    }
  }

  /** What has moved keeps the id it was deployed under. */
  protected override allocateLogicalId(element: CfnElement): string {
    const path = element.node.path.split('/').slice(this.node.path.split('/').length);
    return formerLogicalId(path) ?? super.allocateLogicalId(element);
  }

  private output(values: Outputs): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
