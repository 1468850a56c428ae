import middy from '@middy/core';
import { railsMessageFrom } from '../../core/rails/message.ts';
import { walletMovements } from '../../core/spend/over-rails/book-wallet-movement.ts';
import { railStores } from '../adapters/rail-stores.ts';
import { spendOn } from '../adapters/spend-gate.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { collectPayments } from './collect-payments.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment);

const collect = collectPayments({
  ...railStores(variables, walletMovements(spendOn(variables))),
  // The alarm's metric filter counts these lines.
  onNotice: (notice) => {
    console.warn({ ...notice });
  },
});

export const handler = middy(forEachRecord(({ body }) => collect(railsMessageFrom(body)))).use(
  reportBatchItemFailures(),
);
