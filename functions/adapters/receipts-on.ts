import type { ReceiptPorts } from '../../core/receipts/signed-receipt.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { dynamoDbClient, kmsClient } from './clients.ts';
import { dynamoDbPlans } from './dynamo-db-plans.ts';
import { kmsReceiptSigner, receiptKeysFrom } from './kms-receipt-signer.ts';

/** What receipts are made of, beside what spend is decided by: the catalog's table, and keys of KMS. */
export const receiptsOn = (
  { spend, clock }: Pick<SpendGate, 'spend' | 'clock'>,
  variables: Readonly<Record<'CATALOG_TABLE_NAME' | 'RECEIPT_KEYS', string>>,
): ReceiptPorts => ({
  ...{ spend, clock },
  plans: dynamoDbPlans(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
  signer: kmsReceiptSigner(kmsClient(), receiptKeysFrom(variables.RECEIPT_KEYS)),
});
