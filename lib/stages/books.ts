import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { environment } from '../../functions/serve-books/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

/** The log of what is owed, and what it comes to; ServeBooks → /v1/accounts, /v1/books, /v1/reports. */
export class Books extends Construct {
  readonly log: RetainedTable;
  readonly cells: RetainedTable;
  readonly serveBooks: NodeFunction;
  readonly outputs: Outputs<'BooksTableName' | 'BooksCellsTableName'>;
  /** For the environment of a function that opens the books. */
  readonly tableNames: {
    readonly BOOKS_TABLE_NAME: string;
    readonly BOOKS_CELLS_TABLE_NAME: string;
  };

  constructor(scope: Construct, id: string, { shared }: AnsweringProps) {
    super(scope, id);
    this.log = new RetainedTable(this, 'Log', {
      partitionKey: { name: 'tenant', type: AttributeType.STRING },
      sortKey: { name: 'seq', type: AttributeType.NUMBER },
      isLog: true,
    });
    this.cells = new RetainedTable(this, 'Cells', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    this.tableNames = {
      BOOKS_TABLE_NAME: this.log.tableName,
      BOOKS_CELLS_TABLE_NAME: this.cells.tableName,
    };
    this.serveBooks = new NodeFunction(this, 'ServeBooks', {
      ...shared,
      declares: environment,
      environment: { ...this.tableNames, ...shared.rates },
      memorySizeMb: 1024,
      timeout: Duration.seconds(29),
    });
    this.allowReading(this.serveBooks);
    this.outputs = {
      BooksTableName: this.log.tableName,
      BooksCellsTableName: this.cells.tableName,
    };
  }

  /**
   * Lets `grantee` read what the books come to, and each document. A read brings up to date what a writer that died has
   * left undone, and the first document tells it whether what is not there was lost.
   */
  allowReading(grantee: NodeFunction): void {
    this.log.allow(grantee, 'GetItem', 'Query');
    this.cells.allow(grantee, 'BatchGetItem', 'PutItem');
  }

  /** Lets `grantee` add to the books what it has read them for. */
  allowAppending(grantee: NodeFunction): void {
    this.allowReading(grantee);
    this.log.allow(grantee, 'PutItem');
  }
}
