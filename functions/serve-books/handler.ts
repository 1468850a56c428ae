import { Books } from '../../core/books/books.ts';
import { booksOperations } from '../../core/contract/books/operations.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveBooks } from './serve-books.ts';

const variables = readEnvironment(environment);
const { BOOKS_TABLE_NAME, BOOKS_CELLS_TABLE_NAME } = variables;
const dynamoDb = dynamoDbClient();
const log = dynamoDbBooksLog(dynamoDb, BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, BOOKS_CELLS_TABLE_NAME);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeBooks',
    booksOperations,
    serveBooks({ log, cells, books: new Books({ log, cells, clock: systemClock }) }),
  ),
);
