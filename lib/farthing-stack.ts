import { type CfnElement, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { NodeFunction } from './constructs/node-function.ts';
import { RetainedTable } from './constructs/retained-table.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { formerLogicalId } from './former-paths.ts';
import {
  type GivenSettings,
  type Settings,
  settingsFrom,
  stackNameIn,
} from './settings/settings.ts';
import { Access } from './stages/access.ts';
import { Aggregation } from './stages/aggregation.ts';
import { Backfill } from './stages/backfill.ts';
import { Billing } from './stages/billing.ts';
import { Books } from './stages/books.ts';
import { Catalog } from './stages/catalog.ts';
import { Dashboard } from './stages/dashboard.ts';
import { Documents } from './stages/documents.ts';
import { HttpInterface } from './stages/http-interface.ts';
import { Ingestion } from './stages/ingestion.ts';
import { Maintenance, type MaintenanceProps } from './stages/maintenance.ts';
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

const description = 'Farthing: usage metering and micro-billing';

/** Everything that is deployed, in the order in which an event passes through it. */
export class FarthingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings: given, ...props }: FarthingStackProps = {},
  ) {
    const name = stackNameIn(scope.node);
    super(scope, id, { description, stackName: name, ...props });
    const settings = settingsFrom(this.node, given);
    this.operate(settings.operations, props);
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
    const drawing = { shared, books, settings: settings.billing };
    const documents = new Documents(this, 'Documents', drawing);
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
    this.maintain({ ...usage, shared, books }, totals.totalUsage);
    this.fronts({
      ...{ shared, answering, documents: documents.bucket },
      settings: settings.http,
      authorizer: access.authorizeRequest,
    });

    this.deployLast(aggregation.aggregateUsage);
    this.showAll();
    this.outputAll();
  }

  /** What is said of the whole stack, where the program that makes it does not say it itself. */
  private operate(
    { tags, terminationProtection }: Settings['operations'],
    props: Pick<StackProps, 'terminationProtection'>,
  ): void {
    this.terminationProtection = props.terminationProtection ?? terminationProtection;
    for (const [name, value] of Object.entries(tags)) Tags.of(this).add(name, value);
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

  private queues(): readonly WorkQueue[] {
    return this.node.findAll().filter((one) => one instanceof WorkQueue);
  }

  private functionsWith(variable: string): readonly NodeFunction[] {
    return this.node
      .findAll()
      .filter((one) => one instanceof NodeFunction)
      .filter(({ environment }) => variable in environment);
  }

  private maintain(
    stages: Omit<MaintenanceProps, 'readers' | 'consumers'>,
    totalUsage: NodeFunction,
  ): void {
    new Maintenance(this, 'Maintenance', {
      ...stages,
      readers: [...this.functionsWith('BOOKS_CELLS_TABLE_NAME'), totalUsage],
      consumers: this.queues().map(({ consumer }) => consumer),
    });
  }

  /** What takes requests, as set. The functions stay where no HTTP API calls them: they cost nothing then. */
  private fronts(props: WebFrontProps): void {
    const { front } = props.settings;
    if (front !== 'web-function') new HttpInterface(this, 'Http', props);
    if (front !== 'http-api') new WebFront(this, 'Front', props);
  }

  /** One page of all that there is. */
  private showAll(): void {
    const all = this.node.findAll();
    new Dashboard(this, 'Dashboard', {
      queues: this.queues(),
      functions: all.filter((one) => one instanceof NodeFunction),
      tables: all.filter((one) => one instanceof RetainedTable),
    });
  }

  /** What has moved keeps the id it was deployed under. */
  protected override allocateLogicalId(element: CfnElement): string {
    const path = element.node.path.split('/').slice(this.node.path.split('/').length);
    return formerLogicalId(path) ?? super.allocateLogicalId(element);
  }

  private outputAll(): void {
    for (const stage of this.node.children.filter(hasOutputs)) {
      for (const [name, value] of Object.entries(stage.outputs)) {
        new CfnOutput(this, name, { value });
      }
    }
  }
}

const hasOutputs = (one: IConstruct): one is IConstruct & { readonly outputs: Outputs } =>
  'outputs' in one;
