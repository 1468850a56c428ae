import { join } from 'node:path';
import { prepareClosings } from '../../core/billing/rating/prepare-closings.ts';
import { invoicesAndPayments } from '../../core/contract/payments/operations.ts';
import { billingStores } from '../adapters/billing-stores.ts';
import { dynamoDbClient, s3Client } from '../adapters/clients.ts';
import { dynamoDbCollections } from '../adapters/dynamo-db-collections.ts';
import { dynamoDbSepaBatches } from '../adapters/dynamo-db-sepa.ts';
import { dynamoDbTransferReferences } from '../adapters/dynamo-db-transfer-references.ts';
import { payoutsOn } from '../adapters/payouts-on.ts';
import { pdfFromFonts } from '../adapters/pdf-from-fonts.ts';
import { s3Forms } from '../adapters/s3-forms.ts';
import { s3Logos } from '../adapters/s3-logos.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveInvoices } from './serve-invoices.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeInvoices',
    invoicesAndPayments,
    serveInvoices({
      ...billingStores(variables, dynamoDb),
      debits: {
        collections: dynamoDbCollections(dynamoDb, variables.RAILS_TABLE_NAME),
        batches: dynamoDbSepaBatches(dynamoDb, variables.RAILS_TABLE_NAME),
      },
      payouts: payoutsOn(variables, dynamoDb),
      transfers: dynamoDbTransferReferences(dynamoDb, variables.RAILS_TABLE_NAME),
      prepare: prepareClosings,
      forms: s3Forms(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
      ...pdfFromFonts(
        join(import.meta.dirname, 'fonts'),
        s3Logos(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
        variables.LOG_HOST,
      ),
      clock: systemClock,
    }),
  ),
);
