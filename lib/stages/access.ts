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

/** API keys: an operator invokes IssueKeys, IAM deciding who may; AuthorizeRequest lets requests in. */
export class Access extends Construct {
  private readonly keys: RetainedTable;
  readonly authorizeRequest: NodeFunction;
  readonly outputs: Outputs;

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
    this.authorizeRequest = new NodeFunction(this, 'AuthorizeRequest', {
      ...shared,
      declares: authorizeRequestEnvironment,
      environment: { KEYS_TABLE_NAME: this.keys.tableName },
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
    });
    this.keys.allow(this.authorizeRequest, 'GetItem');
    const issueKeys = new NodeFunction(this, 'IssueKeys', {
      ...shared,
      declares: issueKeysEnvironment,
      environment: { KEYS_TABLE_NAME: this.keys.tableName, KEY_MODE: settings.keyMode },
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
    });
    this.keys.allow(issueKeys, 'GetItem', 'PutItem');
    this.keys.allowQueryOf(issueKeys, keysOfTenant);
    this.outputs = {
      KeysTableName: this.keys.tableName,
      IssueKeysFunctionName: issueKeys.handler.functionName,
    };
  }
}
