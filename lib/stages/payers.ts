import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { environment } from '../../functions/serve-payers/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import type { BillingSettings } from '../settings/billing.ts';
import type { Access } from './access.ts';
import type { Books } from './books.ts';
import type { Rails } from './rails.ts';
import type { Salts } from './salts.ts';
import type { Spend } from './spend.ts';
import type { AnsweringProps } from './stage-props.ts';
import type { Transparency } from './transparency.ts';

export interface PayersProps extends AnsweringProps {
  readonly catalog: RetainedTable;
  readonly usageLog: RetainedTable;
  readonly totals: RetainedTable;
  readonly quarantine: RetainedTable;
  readonly books: Books;
  /** Where mandates are. */
  readonly rails: Rails;
  readonly billingRuns: RetainedTable;
  readonly access: Access;
  readonly salts: Salts;
  readonly spend: Spend;
  readonly transparency: Transparency;
  /** How old an event may be: a month can be billed for so long. */
  readonly eventMaxAge: Duration;
  readonly settings: BillingSettings;
}

/** ServePayers → /v1/payers, /v1/erasures: what is held of a payer, wherever it is, and taking it away. */
export class Payers extends Construct {
  readonly servePayers: NodeFunction;

  constructor(scope: Construct, id: string, props: PayersProps) {
    super(scope, id);
    const { shared, catalog, usageLog, totals, quarantine, books, access, salts, billingRuns } =
      props;
    this.servePayers = new NodeFunction(this, 'ServePayers', {
      ...shared,
      declares: environment,
      environment: {
        ...shared.rates,
        ...books.tableNames,
        CATALOG_TABLE_NAME: catalog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
        USAGE_LOG_TABLE_NAME: usageLog.tableName,
        QUARANTINE_TABLE_NAME: quarantine.tableName,
        BILLING_RUNS_TABLE_NAME: billingRuns.tableName,
        ...props.rails.tableNames,
        EVENT_MAX_AGE_SECONDS: String(props.eventMaxAge.toSeconds()),
        DOCUMENT_YEARS: String(props.settings.documentYears),
        ...access.tableNames,
        ...salts.variables,
        ...props.transparency.tableNames,
        ...props.spend.tableNames,
      },
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
    });
    catalog.allow(this.servePayers, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem');
    totals.allow(this.servePayers, 'GetItem', 'Query');
    usageLog.allow(this.servePayers, 'Query');
    quarantine.allow(this.servePayers, 'GetItem', 'Query', 'PutItem');
    salts.table.allow(this.servePayers, 'BatchGetItem', 'PutItem', 'DeleteItem');
    props.transparency.allowForgetting(this.servePayers);
    billingRuns.allow(this.servePayers, 'GetItem');
    books.allowReading(this.servePayers);
    props.rails.allowMandates(this.servePayers);
    props.spend.allowLog(this.servePayers);
    access.allowChanges(this.servePayers);
    access.audit.allow(this.servePayers, 'Query');
  }
}
