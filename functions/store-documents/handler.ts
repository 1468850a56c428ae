import { join } from 'node:path';
import middy from '@middy/core';
import { documentsMessageFrom } from '../../core/billing/run/documents-message.ts';
import { Books } from '../../core/books/books.ts';
import { dynamoDbClient, s3Client } from '../adapters/clients.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { pdfFromFonts } from '../adapters/pdf-from-fonts.ts';
import { s3Forms } from '../adapters/s3-forms.ts';
import { s3Logos } from '../adapters/s3-logos.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { environment } from './environment.ts';
import { storeDocuments } from './store-documents.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);

const store = storeDocuments({
  books: new Books({ log, cells, clock: systemClock }),
  log,
  forms: s3Forms(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
  ...pdfFromFonts(
    join(import.meta.dirname, 'fonts'),
    s3Logos(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
    variables.LOG_HOST,
  ),
});

export const handler = middy(forEachRecord(({ body }) => store(documentsMessageFrom(body)))).use(
  reportBatchItemFailures(),
);
