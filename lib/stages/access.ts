import { Duration } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { environment as authorizeRequestEnvironment } from '../../functions/authorize-request/environment.ts';
import { environment as issueKeysEnvironment } from '../../functions/issue-keys/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { AccessSettings } from '../settings/access.ts';
import type { Outputs, StageProps } from './stage-props.ts';

export interface AccessProps extends StageProps {
  readonly settings: AccessSettings;
}

const keysOfTenant = 'ByTenant';

/**
 * API keys, and the audit of what was done with them. An operator invokes IssueKeys, IAM deciding who may;
 * AuthorizeRequest lets requests in.
 */
export class Access extends Construct {
  private readonly keys: RetainedTable;
  readonly audit: RetainedTable;
  readonly authorizeRequest: NodeFunction;
  readonly outputs: Outputs;
  /** For the environment of a function whose routes change anything. */
  readonly tableNames: {
    readonly AUDIT_TABLE_NAME: string;
    readonly KEYS_TABLE_NAME: string;
  };

  constructor(scope: Construct, id: string, { shared, settings }: AccessProps) {
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
    this.authorizeRequest = new NodeFunction(this, 'AuthorizeRequest', {
      ...shared,
      declares: authorizeRequestEnvironment,
      environment: this.tableNames,
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
    });
    this.keys.allow(this.authorizeRequest, 'GetItem');
    this.audit.allow(this.authorizeRequest, 'PutItem');
    const issueKeys = new NodeFunction(this, 'IssueKeys', {
      ...shared,
      declares: issueKeysEnvironment,
      environment: { ...this.tableNames, KEY_MODE: settings.keyMode },
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
    });
    this.keys.allow(issueKeys, 'GetItem', 'PutItem');
    this.keys.allowQueryOf(issueKeys, keysOfTenant);
    this.audit.allow(issueKeys, 'Query', 'PutItem');
    this.outputs = {
      KeysTableName: this.keys.tableName,
      AuditTableName: this.audit.tableName,
      IssueKeysFunctionName: issueKeys.handler.functionName,
    };
  }

  /** Lets `grantee` see whether a key is still in force, and write down what is asked with it. */
  allowChanges(grantee: NodeFunction): void {
    this.keys.allow(grantee, 'GetItem');
    this.audit.allow(grantee, 'PutItem');
  }
}
