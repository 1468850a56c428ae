import { railBooks } from '../../core/rails/book-movements.ts';
import type { WalletRails } from '../../core/spend/over-rails/begin.ts';
import { walletMovements } from '../../core/spend/over-rails/book-wallet-movement.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { type CollectingTables, collectingOn } from './collecting-on.ts';

/** The rails, as far as money of wallets goes over them. */
export function walletRailsOn(gate: SpendGate, variables: CollectingTables): WalletRails {
  const { books, settings, clock } = gate;
  const wallets = walletMovements(gate);
  const { collections, secrets, rails } = collectingOn(variables);
  return {
    ...{ gate, collections, secrets, rails },
    books: railBooks({ books, settings, clock, wallets }),
  };
}
