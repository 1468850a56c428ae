import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Books } from '../../core/books/books.ts';
import { payoutBooks } from '../../core/payouts/payout-books.ts';
import { dynamoDbBooksCells } from './dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from './dynamo-db-books-log.ts';
import { dynamoDbPayoutRuns } from './dynamo-db-payouts.ts';
import { systemClock } from './system-clock.ts';

/** Payouts in the tables of rails and of the books. */
export function payoutsOn(
  variables: Readonly<
    Record<'RAILS_TABLE_NAME' | 'BOOKS_TABLE_NAME' | 'BOOKS_CELLS_TABLE_NAME', string>
  >,
  dynamoDb: DynamoDBClient,
) {
  const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
  const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);
  return {
    books: payoutBooks(new Books({ log, cells, clock: systemClock })),
    runs: dynamoDbPayoutRuns(dynamoDb, variables.RAILS_TABLE_NAME),
  };
}
