import middy from '@middy/core';
import { Books } from '../../core/books/books.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { environment } from './environment.ts';
import { rebuildProjections } from './rebuild-projections.ts';

const { BOOKS_TABLE_NAME, BOOKS_CELLS_TABLE_NAME } = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const log = dynamoDbBooksLog(dynamoDb, BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, BOOKS_CELLS_TABLE_NAME);

export const handler = middy(
  rebuildProjections({ log, cells, books: new Books({ log, cells, clock: systemClock }) }),
);
