import { auditOperations } from '../../core/contract/audit/operations.ts';
import { catalogOperations } from '../../core/contract/catalog/operations.ts';
import { keysOperations } from '../../core/contract/keys/operations.ts';
import { openMeterOperations } from '../../core/contract/openmeter/operations.ts';
import { otlpOperations } from '../../core/contract/otlp/operations.ts';
import { sharesOperations } from '../../core/contract/shares/operations.ts';
import { httpFacilitator } from '../../core/gate/chain/http-facilitator.ts';
import { dynamoDbClient, s3Client, sqsClient, ssmClient } from '../adapters/clients.ts';
import { dynamoDbAuditLog } from '../adapters/dynamo-db-audit-log.ts';
import { dynamoDbKeys } from '../adapters/dynamo-db-keys.ts';
import { dynamoDbOtlpMappings } from '../adapters/dynamo-db-otlp-mappings.ts';
import { dynamoDbPayeeTokens } from '../adapters/dynamo-db-payee-tokens.ts';
import { dynamoDbPayees } from '../adapters/dynamo-db-payees.ts';
import { dynamoDbShares } from '../adapters/dynamo-db-shares.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { outboundClient, outboundOptions } from '../adapters/outbound-client.ts';
import { payeeTokenPorts } from '../adapters/payee-token-ports.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { ratingStores } from '../adapters/rating-stores.ts';
import { s3Logos } from '../adapters/s3-logos.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { ssmFacilitatorKeys } from '../adapters/ssm-rail-secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveCatalog } from './serve-catalog.ts';

const variables = readEnvironment(environment);
const stores = ratingStores(variables, dynamoDbClient());
const outbound = outboundClient(outboundOptions());
const audit = dynamoDbAuditLog(dynamoDbClient(), variables.AUDIT_TABLE_NAME);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeCatalog',
    {
      ...catalogOperations,
      ...sharesOperations,
      ...auditOperations,
      ...keysOperations,
      ...otlpOperations,
      ...openMeterOperations,
    },
    serveCatalog({
      ...stores.rating,
      reads: {
        totals: new DynamoDbUsageTotals(dynamoDbClient(), variables.TOTALS_TABLE_NAME),
        rollups: stores.rollups,
      },
      backfill: sqsQueue(sqsClient(), {
        queueUrl: variables.BACKFILL_QUEUE_URL,
        groupOf: byTenant,
      }),
      chains: {
        ...httpFacilitator(outbound, ssmFacilitatorKeys(ssmClient(), variables.RAIL_SECRETS_PATH)),
        refusal: (url) => outbound.refusal(url),
      },
      logos: s3Logos(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
      payees: dynamoDbPayees(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
      shares: dynamoDbShares(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
      otlpMappings: dynamoDbOtlpMappings(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
      payeeTokens: dynamoDbPayeeTokens(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
      clock: systemClock,
      random: systemRandom,
      pseudonyms: pseudonymsOf(variables, dynamoDbClient()),
      audit,
      uses: audit,
      keys: dynamoDbKeys(dynamoDbClient(), variables.KEYS_TABLE_NAME),
    }),
    payeeTokenPorts(variables),
  ),
);
