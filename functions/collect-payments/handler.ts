import middy from '@middy/core';
import { railsMessageFrom } from '../../core/rails/message.ts';
import { walletMovements } from '../../core/spend/over-rails/book-wallet-movement.ts';
import { methodTeller } from '../adapters/payouts-on.ts';
import { railStores } from '../adapters/rail-stores.ts';
import { spendOn } from '../adapters/spend-gate.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { collectPayments } from './collect-payments.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment);

// The metric filters of alarms count these lines.
const onNotice = (notice: object): void => {
  console.warn({ ...notice });
};

const stores = railStores(variables, walletMovements(spendOn(variables)));
const collect = collectPayments({
  ...{ ...stores, onNotice },
  paying: { ...stores.paying, teller: methodTeller(variables), onNotice },
});

export const handler = middy(forEachRecord(({ body }) => collect(railsMessageFrom(body)))).use(
  reportBatchItemFailures(),
);
