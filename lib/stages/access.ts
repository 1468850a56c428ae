import { Duration } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { environment as authorizeRequestEnvironment } from '../../functions/authorize-request/environment.ts';
import { environment as issueKeysEnvironment } from '../../functions/issue-keys/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { Settings } from '../settings/settings.ts';
import type { Outputs, RateEnvironment, StageProps } from './stage-props.ts';

export interface AccessProps extends StageProps {
  readonly settings: Pick<Settings, 'access' | 'http'>;
}

const keysOfTenant = 'ByTenant';

/**
 * API keys, and the audit of what was done with them. An operator invokes IssueKeys, IAM deciding who may;
 * AuthorizeRequest lets requests in, and buckets of tokens say how many.
 */
export class Access extends Construct {
  private readonly keys: RetainedTable;
  readonly audit: RetainedTable;
  private readonly buckets: RetainedTable;
  /** What functions read that take from the buckets. */
  readonly rates: RateEnvironment;
  readonly issueKeys: NodeFunction;
  readonly outputs: Outputs<
    'KeysTableName' | 'AuditTableName' | 'BucketsTableName' | 'IssueKeysFunctionName'
  >;
  /** For the environment of a function whose routes change anything. */
  readonly tableNames: {
    readonly AUDIT_TABLE_NAME: string;
    readonly KEYS_TABLE_NAME: string;
  };

  constructor(scope: Construct, id: string, { shared, settings: { access, http } }: AccessProps) {
    super(scope, id);
    this.keys = new RetainedTable(this, 'Keys', {
      partitionKey: { name: 'keyId', type: AttributeType.STRING },
      index: {
        indexName: keysOfTenant,
        partitionKey: { name: 'tenant', type: AttributeType.STRING },
        sortKey: { name: 'keyId', type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      },
    });
    this.audit = new RetainedTable(this, 'Audit', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      isLog: true,
    });
    this.tableNames = {
      AUDIT_TABLE_NAME: this.audit.tableName,
      KEYS_TABLE_NAME: this.keys.tableName,
    };
    this.buckets = new RetainedTable(this, 'Buckets', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      expires: 'expires',
    });
    this.rates = {
      BUCKETS_TABLE_NAME: this.buckets.tableName,
      TENANT_RATE_MAX: String(http.tenantRateMax),
      KEY_RATE_PERCENT: String(http.keyRatePercent),
    };
    this.issueKeys = new NodeFunction(this, 'IssueKeys', {
      ...shared,
      declares: issueKeysEnvironment,
      environment: { ...this.tableNames, KEY_MODE: access.keyMode },
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
    });
    this.keys.allow(this.issueKeys, 'GetItem', 'PutItem');
    this.keys.allowQueryOf(this.issueKeys, keysOfTenant);
    this.audit.allow(this.issueKeys, 'Query', 'PutItem');
    this.outputs = {
      KeysTableName: this.keys.tableName,
      AuditTableName: this.audit.tableName,
      BucketsTableName: this.buckets.tableName,
      IssueKeysFunctionName: this.issueKeys.handler.functionName,
    };
  }

  /** Who decides whether a request may come in: tokens are in spend logs, or of payees in the catalog. */
  authorizer({
    shared,
    spendLog,
    catalog,
  }: StageProps & Readonly<Record<'spendLog' | 'catalog', RetainedTable>>): NodeFunction {
    const authorizeRequest = new NodeFunction(this, 'AuthorizeRequest', {
      ...shared,
      declares: authorizeRequestEnvironment,
      environment: {
        ...this.tableNames,
        SPEND_TABLE_NAME: spendLog.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
      },
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
    });
    this.keys.allow(authorizeRequest, 'GetItem');
    this.audit.allow(authorizeRequest, 'PutItem');
    spendLog.allow(authorizeRequest, 'GetItem');
    catalog.allow(authorizeRequest, 'GetItem');
    return authorizeRequest;
  }

  /** Lets functions take from the buckets. */
  allowTaking(answering: readonly NodeFunction[]): void {
    for (const one of answering) this.buckets.allow(one, 'GetItem', 'PutItem');
  }

  /** Lets `grantee` list the keys of a tenant, and when they were used. */
  allowListing(grantee: NodeFunction): void {
    this.keys.allowQueryOf(grantee, keysOfTenant);
    this.audit.allow(grantee, 'Query');
  }

  /** Lets `grantee` see whether a key is still in force, and write down what is asked with it. */
  allowChanges(grantee: NodeFunction): void {
    this.keys.allow(grantee, 'GetItem');
    this.audit.allow(grantee, 'PutItem');
  }
}
