import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import {
  AnyPrincipal,
  Effect,
  Grant,
  type IGrantable,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface RetainedTableProps {
  readonly partitionKey: Attribute;
  /**
   * @default - the partition key alone identifies an item
   */
  readonly sortKey?: Attribute;
  /**
   * @default - no index
   */
  readonly index?: GlobalSecondaryIndexPropsV2;
  /**
   * The attribute that says when an item is deleted, in seconds since 1970. What has none stays.
   * @default - every item stays
   */
  readonly expires?: string;
  /**
   * Whether what it has stays as it is: then nobody may change or delete an item of it, whatever else allows it.
   * @default false
   */
  readonly isLog?: boolean;
}

/** What can change or delete an item that is there. A put can, too: our functions put under a condition alone. */
const changing = [
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLInsert',
  'PartiQLUpdate',
  'PartiQLDelete',
] as const;

const nobodyChanges = (): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'WhatIsWrittenStays',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: changing.map((action) => `dynamodb:${action}`),
        resources: ['*'],
      }),
    ],
  });

/** What a function may do to the items of a table. */
type ItemAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'Scan' | 'PutItem' | 'DeleteItem';

/** A table that outlives its stack: paid on demand, restorable to any second, and protected from deletion. */
export class RetainedTable extends TableV2 {
  constructor(scope: Construct, id: string, props: RetainedTableProps) {
    super(scope, id, {
      partitionKey: props.partitionKey,
      ...(props.sortKey === undefined ? {} : { sortKey: props.sortKey }),
      ...(props.index === undefined ? {} : { globalSecondaryIndexes: [props.index] }),
      ...(props.expires === undefined ? {} : { timeToLiveAttribute: props.expires }),
      ...(props.isLog === true ? { resourcePolicy: nobodyChanges() } : {}),
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets `grantee` do exactly these things to the items, and nothing to the table's indexes. */
  allow(grantee: IGrantable, ...actions: readonly ItemAction[]): void {
    grant(grantee, actions, this.tableArn);
  }

  /**
   * The same of items whose partition key matches `keys`, where `*` stands for any text: a table of several kinds of
   * items says of each whose it is.
   */
  allowWhere(
    grantee: IGrantable,
    keys: string,
    ...actions: readonly Exclude<ItemAction, 'Scan'>[]
  ): void {
    grant(grantee, actions, this.tableArn, {
      // It would hold of a scan, which names no key.
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] },
    });
  }

  /** Lets `grantee` query one index. */
  allowQueryOf(grantee: IGrantable, indexName: string): void {
    grant(grantee, ['Query'], `${this.tableArn}/index/${indexName}`);
  }
}

function grant(
  grantee: IGrantable,
  actions: readonly ItemAction[],
  resourceArn: string,
  conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
): void {
  Grant.addToPrincipal({
    grantee,
    actions: actions.map((action) => `dynamodb:${action}`),
    resourceArns: [resourceArn],
    ...(conditions === undefined ? {} : { conditions }),
  }).assertSuccess();
}
