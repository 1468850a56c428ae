import { Aws, Names } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { NodeFunction } from './constructs/node-function.ts';
import { RetainedTable } from './constructs/retained-table.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import type { FarthingOutputs } from './farthing-outputs.ts';
import type { FarthingProps } from './farthing-props.ts';
import { beginFormerPathsAt, keepFormerIds } from './former-paths.ts';
import { type Settings, settingsOfProps } from './settings/settings.ts';
import { Access } from './stages/access.ts';
import { Aggregation } from './stages/aggregation.ts';
import { answeringAbout, answeringBy } from './stages/answering.ts';
import { Backfill } from './stages/backfill.ts';
import { Billing } from './stages/billing.ts';
import { Books } from './stages/books.ts';
import { Catalog } from './stages/catalog.ts';
import { Dashboard } from './stages/dashboard.ts';
import { Documents } from './stages/documents.ts';
import { Drops, type DropsProps } from './stages/drops.ts';
import { Exports } from './stages/exports.ts';
import { HttpInterface } from './stages/http-interface.ts';
import { Ingestion } from './stages/ingestion.ts';
import { JoinedAlarms } from './stages/joined-alarms.ts';
import { Maintenance } from './stages/maintenance.ts';
import { Monetized, type MonetizedProps } from './stages/monetized.ts';
import { Payees } from './stages/payees.ts';
import { Payers } from './stages/payers.ts';
import { Rails } from './stages/rails.ts';
import { Receipts } from './stages/receipts.ts';
import { Spend } from './stages/spend.ts';
import type { Shared } from './stages/stage-props.ts';
import { Totals } from './stages/totals.ts';
import { Transparency } from './stages/transparency.ts';
import { WebFront, type WebFrontProps } from './stages/web-front.ts';
import { WebPages } from './stages/web-pages.ts';
import { Webhooks } from './stages/webhooks.ts';

/** As CDK does, which makes ids of paths without it. */
const UNNAMED = 'Default';

/**
 * A whole Farthing, in the order in which an event passes through it: for any stack, which then has some 400 resources
 * more of the 500 that CloudFormation takes. Its id is part of every logical id, and stays as long as its data matters.
 */
export class Farthing extends Construct {
  /** Where requests are sent to: of two fronts, the HTTP API. */
  readonly url: string;
  /** What every alarm is sent to. */
  readonly alarmTopic: ITopic;
  /** What makes API keys, for whoever may invoke it. */
  readonly issueKeys: IFunction;
  /** Of the metrics of our own: no two Farthings of a region have the same. */
  readonly metricsNamespace: string;
  /** Names and addresses of its parts, as docs/runbook.md and the command line ask for them. */
  readonly outputs: FarthingOutputs;

  /** Throws an Error that says what to set, where the props do not fit. */
  constructor(scope: Construct, id: string, props: FarthingProps = {}) {
    super(scope, id);
    beginFormerPathsAt(this);
    this.metricsNamespace = metricsNamespaceOf(this);
    const settings = settingsOfProps(props);
    const everywhere = this.sharedBy(settings.operations);
    const access = new Access(this, 'Access', { shared: everywhere, settings });
    const shared = { ...everywhere, rates: access.rates };
    const catalog = new Catalog(this, 'Catalog', { shared });
    const taking = { shared, catalog: catalog.table, settings: settings.ingestion };
    const ingestion = new Ingestion(this, 'Ingestion', taking);
    const changing = { shared, access };
    const sending = { events: ingestion.events, eventGroups: ingestion.eventGroups };
    const aggregation = new Aggregation(this, 'Aggregation', {
      ...{ ...changing, ...sending, catalog: catalog.table, settings: settings.aggregation },
    });
    const { usageLog, touched, quarantine, salts } = aggregation;
    const folding = { shared, usageLog, touched, salts, catalog: catalog.table };
    const totals = new Totals(this, 'Totals', { ...folding, settings: settings.totals });
    const backfill = new Backfill(this, 'Backfill', { shared, totals: totals.table, touched });
    const books = new Books(this, 'Books', { shared });
    const drawing = { ...settings.transparency, shared, books, settings: settings.billing };
    const documents = new Documents(this, 'Documents', drawing);
    const read = { catalog: catalog.table, totals: totals.table };
    const usage = { ...read, usageLog, ...reachOf(settings) };
    const kept = { ...changing, ...usage, quarantine, books };
    const exports = new Exports(this, 'Exports', { ...kept, documents, ...settings.exporting });
    const rails = new Rails(this, 'Rails', { ...kept, ...settings.marketplace });
    const receipts = new Receipts(this, 'Receipts', settings.receipts);
    const deciding = { ...read, books };
    const asking = { ...changing, ...sending, ...deciding, salts, rails, receipts };
    const spend = new Spend(this, 'Spend', asking);
    const monetized = this.monetized({ shared, spend, deciding, settings: settings.monetized });
    const billed = { ...kept, salts, rails, spend, settings: settings.billing };
    const billing = new Billing(this, 'Billing', { ...billed, aggregation, documents, exports });
    const webhooks = new Webhooks(this, 'Webhooks', { ...kept, billingRuns: billing.billingRuns });
    rails.collect({ ...kept, ...settings.marketplace, spend, webhooks });
    const authorizer = access.authorizer({ ...read, shared: everywhere, spendLog: spend.log });
    const proving = { ...kept, documents, spend, ...settings.transparency };
    const transparency = new Transparency(this, 'Transparency', proving);
    const erasing = { ...billed, billingRuns: billing.billingRuns, transparency };
    const payers = new Payers(this, 'Payers', erasing);
    const payees = new Payees(this, 'Payees', { ...kept, spend, documents });
    const paying = { rails, spend, monetized, payers, payees };
    const answering = {
      ...answeringBy({ ingestion, totals, billing, books, webhooks, transparency }),
      ...{ ...answeringAbout(paying), ReviewQuarantine: aggregation.review(billing, usage) },
      ServeRails: rails.serve({ ...kept, ...settings.marketplace, transparency }),
      ServeCatalog: catalog.serve({ ...billed, backfill, documents }),
    };
    access.allowTaking(Object.values(answering));
    const drops = this.dropping(settings.dropping, { ...usage, shared, aggregation, billing });
    const maintenance = new Maintenance(this, 'Maintenance', { ...usage, shared, books });
    const open = { settings: settings.http, authorizer, documents: documents.bucket };
    const fronts = this.fronts({ shared, answering, rails, ...open });

    this.joinAlarms([authorizer, ...fronts.describing, ...Object.values(answering)], shared);
    const writing = { aggregation, reviewQuarantine: answering.ReviewQuarantine, drops, documents };
    this.deployWritersLast({ ...writing, billing, transparency, ...paying });
    this.url = fronts.url;
    this.alarmTopic = shared.alarms.topic;
    this.issueKeys = access.issueKeys.handler;
    this.outputs = {
      ...{ ...shared.alarms.outputs, ...access.outputs, ...ingestion.outputs, ...exports.outputs },
      ...{ ...aggregation.outputs, ...catalog.outputs, ...totals.outputs, ...backfill.outputs },
      ...{ ...books.outputs, ...documents.outputs, ...billing.outputs, ...webhooks.outputs },
      ...{ ...rails.outputs, ...spend.outputs, ...maintenance.outputs, ...fronts.outputs },
      ...{ ...payees.outputs, ...transparency.outputs, ...drops?.outputs, ...this.board().outputs },
    };
    keepFormerIds(this);
  }

  /** Lets `grantee` make, list and revoke API keys, of all tenants. */
  grantIssueKeys(grantee: IGrantable): Grant {
    return this.issueKeys.grantInvoke(grantee);
  }

  private sharedBy({ alarmEmail: email, runbook, logRetention }: Settings['operations']): Shared {
    return {
      alarms: new AlarmTopic(this, 'Alarms', { email, runbook }),
      logRetention,
      metricsNamespace: this.metricsNamespace,
    };
  }

  /**
   * A deploy brings functions that write blocks of a log up to date after those that read them, one after another,
   * so that none of these meets a block of a version that it does not know yet; likewise of parts of documents. Writers
   * read, too: what is written before a later one of them knows it must come again by itself, as from a queue. See
   * docs/decisions/0121, 0220, 0235 and 0245.
   */
  private deployLast(
    writers: readonly NodeFunction[],
    log: string,
    later: readonly NodeFunction[] = [],
  ): void {
    const readers = this.functionsWith(log).filter(
      (one) => !writers.includes(one) && !later.includes(one),
    );
    for (const [index, writer] of writers.entries()) {
      for (const one of [...readers, ...writers.slice(0, index)]) {
        writer.handler.node.addDependency(one.handler);
      }
    }
  }

  private joinAlarms(answering: readonly NodeFunction[], { alarms }: Shared): void {
    const functions = this.functions();
    new JoinedAlarms(this, 'Joined', { alarms, answering, functions, queues: this.queues() });
  }

  private functions(): readonly NodeFunction[] {
    return this.node.findAll().filter((one) => one instanceof NodeFunction);
  }

  /** What writes the books is last of what reads wallets: where it knows no entry of theirs yet, it is asked again. */
  private deployWritersLast({
    aggregation,
    reviewQuarantine,
    drops,
    documents,
    billing,
    rails,
    payers,
    spend,
    monetized,
    payees,
    transparency,
  }: {
    readonly aggregation: Aggregation;
    /** Asks for corrections, which others go on with. */
    readonly reviewQuarantine: NodeFunction;
    readonly drops: Drops | undefined;
    readonly documents: Documents;
    readonly billing: Billing;
    readonly rails: Rails;
    readonly payers: Payers;
    readonly spend: Spend;
    readonly monetized: readonly NodeFunction[];
    readonly payees: Payees;
    readonly transparency: Transparency;
  }): void {
    // Logs with hours of usage, and trees of salts, are read by who knew neither.
    const { publishLog } = transparency;
    if (publishLog !== undefined) this.deployLast([publishLog], 'LOGS_TABLE_NAME');
    const dropping = drops === undefined ? [] : [drops.readDrops];
    const recording = [reviewQuarantine, ...dropping, aggregation.aggregateUsage];
    this.deployLast(recording, 'USAGE_LOG_TABLE_NAME');
    // What is kept of payees' statements stands by itself, and is read by who keeps it.
    this.deployLast([documents.storeDocuments], 'DOCUMENTS_BUCKET_NAME', payees.writers);
    const booking = [
      ...[billing.runBilling, billing.recordInvoices],
      ...[...rails.paying, spend.sweepSpend, ...monetized, ...payees.writers],
    ];
    this.deployLast(booking, 'BOOKS_TABLE_NAME');
    this.deployLast([payers.servePayers, ...spend.writers], 'SPEND_TABLE_NAME', booking);
  }

  /** Files of tenants in a bucket, where that is set. */
  private dropping(
    { tallyDrops: writers }: Settings['dropping'],
    {
      billing: { billingRuns },
      ...props
    }: Omit<DropsProps, 'writers' | 'billingRuns'> & { readonly billing: Billing },
  ): Drops | undefined {
    if (writers === undefined) return undefined;
    return new Drops(this, 'Drops', { ...props, billingRuns, writers });
  }

  /** What reads of a firewall what it took, where that is set. */
  private monetized(props: MonetizedProps): readonly NodeFunction[] {
    if (props.settings.wafMonetized.length === 0) return [];
    return [new Monetized(this, 'Monetized', props).readMonetized];
  }

  private queues(): readonly WorkQueue[] {
    return this.node.findAll().filter((one) => one instanceof WorkQueue);
  }

  private functionsWith(variable: string): readonly NodeFunction[] {
    return this.functions().filter(({ environment }) => variable in environment);
  }

  /** What takes requests, and pages, as set. Functions stay where no HTTP API calls them: they cost nothing then. */
  private fronts(props: WebFrontProps) {
    const { front } = props.settings;
    const http = front === 'web-function' ? undefined : new HttpInterface(this, 'Http', props);
    const web = front === 'http-api' ? undefined : new WebFront(this, 'Front', props);
    // It answers what asks for corrections: after all that read the log.
    web?.node.addDependency(props.answering.ReviewQuarantine.handler);
    const url = http?.outputs.ApiUrl ?? web?.outputs.FrontUrl ?? '';
    const { shared } = props;
    const pages = props.settings.console ? new WebPages(this, 'Pages', { shared, url }) : undefined;
    const describing = http === undefined ? [] : [http.describeApi];
    return { url, describing, outputs: { ...http?.outputs, ...web?.outputs, ...pages?.outputs } };
  }

  /** One page of all that there is. */
  private board(): Dashboard {
    const { metricsNamespace } = this;
    const all = this.node.findAll();
    return new Dashboard(this, 'Dashboard', {
      metricsNamespace,
      queues: this.queues(),
      functions: this.functions(),
      tables: all.filter((one) => one instanceof RetainedTable),
    });
  }
}

/** How far back usage is looked for, and by what it is spread. */
const reachOf = ({ aggregation, ingestion }: Settings) => ({
  shardEpochs: aggregation.shardEpochs,
  eventMaxAge: ingestion.eventMaxAge,
});

function metricsNamespaceOf(farthing: Farthing): string {
  const ofStack = `Farthing/${Aws.STACK_NAME}`;
  if (farthing.node.id === UNNAMED) return ofStack;
  return `${ofStack}/${Names.uniqueResourceName(farthing, { maxLength: 100 })}`;
}
