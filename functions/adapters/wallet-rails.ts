import type { TransferReferences } from '../../core/payments/transfer-reference.ts';
import { railBooks } from '../../core/rails/book-movements.ts';
import type { WalletRails } from '../../core/spend/over-rails/begin.ts';
import { walletMovements } from '../../core/spend/over-rails/book-wallet-movement.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { dynamoDbClient } from './clients.ts';
import { type CollectingTables, collectingOn } from './collecting-on.ts';
import { dynamoDbTransferReferences } from './dynamo-db-transfer-references.ts';

/** The rails, as far as money of wallets goes over them. */
export function walletRailsOn(
  gate: SpendGate,
  variables: CollectingTables,
): WalletRails & { readonly transfers: TransferReferences } {
  const { books, settings, clock } = gate;
  const wallets = walletMovements(gate);
  const { collections, secrets, rails } = collectingOn(variables);
  return {
    ...{ gate, collections, secrets, rails },
    transfers: dynamoDbTransferReferences(dynamoDbClient(), variables.RAILS_TABLE_NAME),
    books: railBooks({ books, settings, clock, wallets }),
  };
}
