import middy from '@middy/core';
import type { JsonObject } from '../../core/kernel/json.ts';
import { railsMessageFrom } from '../../core/rails/message.ts';
import { walletMovements } from '../../core/spend/over-rails/book-wallet-movement.ts';
import { refillWallet } from '../../core/spend/over-rails/refill-wallet.ts';
import { appendFinding } from '../../core/webhooks/append-finding.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbWebhooks } from '../adapters/dynamo-db-webhooks.ts';
import { payoutTeller } from '../adapters/payouts-on.ts';
import { railStores } from '../adapters/rail-stores.ts';
import { ratingStores } from '../adapters/rating-stores.ts';
import { sellingByRates, sellingOn } from '../adapters/selling-on.ts';
import { spendOn } from '../adapters/spend-gate.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { collectPayments } from './collect-payments.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment);

const gate = spendOn(variables);
const stores = railStores(variables, walletMovements(gate));

const webhooks = dynamoDbWebhooks(dynamoDbClient(), variables.WEBHOOKS_TABLE_NAME);
const onLow = (tenant: string, data: JsonObject): Promise<void> =>
  appendFinding({ webhooks, clock: systemClock }, tenant, { type: 'wallet.low', data });

const { rating } = ratingStores(variables, dynamoDbClient());
const selling = { ...sellingOn(variables), ...sellingByRates(rating), onNotice: tellNotice };

const collect = collectPayments({
  ...{ ...stores, selling, onNotice: tellNotice, onCommit: tellNotice },
  paying: { ...stores.paying, teller: payoutTeller(variables), onNotice: tellNotice },
  refill: (tenant, payer) => refillWallet({ ...stores, gate, onLow }, tenant, payer),
});

export const handler = middy(forEachRecord(({ body }) => collect(railsMessageFrom(body)))).use(
  reportBatchItemFailures(),
);
