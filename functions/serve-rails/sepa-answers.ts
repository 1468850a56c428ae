import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText, type Nanos } from '../../core/kernel/money.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { Collection } from '../../core/rails/collection.ts';
import type { Connection } from '../../core/rails/ports.ts';
import type { BatchItem, SepaBatch } from '../../core/rails/sepa/batch.ts';
import { sumOfItems } from '../../core/rails/sepa/batch.ts';
import type { ChosenDebits } from '../../core/rails/sepa/choose-debits.ts';
import type { SepaCreditor } from '../../core/rails/sepa/creditor.ts';
import { type Mandate, mandateStatus } from '../../core/rails/sepa/mandate.ts';

const euros = (amount: Nanos): string => currencyText(amount, 'EUR');

export const creditorAnswer = (creditor: SepaCreditor, { connectedAt }: Connection) => ({
  ...creditor,
  retryAfterDays: [...creditor.retryAfterDays],
  connectedAt: rfc3339(connectedAt),
});

export function mandateAnswer(mandate: Mandate, today: string) {
  const { reference, customer, scheme, versions, presented, blocked } = mandate;
  const last = versions.at(-1);
  return {
    ...{ reference, customer, scheme },
    status: mandateStatus(mandate, today),
    changes: Math.max(0, versions.length - 1),
    ...definedOnly({
      name: last?.name,
      iban: last?.iban,
      bic: last?.bic,
      signedAt: last?.signedAt,
      usedOn: presented?.on,
      reason: blocked?.reason,
    }),
  };
}

const itemAnswer = ({
  invoice,
  number,
  customer,
  amount,
  mandate,
  endToEndId,
  retry,
  retryReason,
}: BatchItem) => ({
  ...{ invoice, number, customer, amount: euros(amount), mandate, endToEndId },
  ...definedOnly({ retry, retryReason }),
});

export const proposalAnswer = (collectOn: string, { items, leftOut, more }: ChosenDebits) => ({
  collectOn,
  count: items.length,
  total: euros(sumOfItems(items)),
  items: items.map(itemAnswer),
  leftOut: [...leftOut],
  more,
});

export function batchHead(batch: SepaBatch) {
  const { id, status, collectOn, creditor, items, preparedAt, submittedAt, credit, reason } = batch;
  return {
    ...{ id, status, collectOn, scheme: creditor.scheme },
    count: items.length,
    total: euros(sumOfItems(items)),
    createdAt: rfc3339(preparedAt),
    credited: credit !== undefined,
    ...definedOnly({
      submittedAt: submittedAt === undefined ? undefined : rfc3339(submittedAt),
      reason,
    }),
  };
}

export const batchAnswer = (
  batch: SepaBatch,
  collections: readonly (Collection | undefined)[],
) => ({
  ...batchHead(batch),
  items: batch.items.map((item, index) => {
    const collection = collections[index];
    return {
      ...itemAnswer(item),
      status: collection?.status ?? ('prepared' as const),
      ...definedOnly({
        reason: collection?.reason,
        returnedOn: collection?.returnedBy?.on,
      }),
    };
  }),
});
