import type { Rail } from '../../../../core/rails/ports.ts';
import type { RailBooks } from '../../../../core/rails/rail-books.ts';
import type { WalletRails } from '../../../../core/spend/over-rails/begin.ts';
import type { Calling } from './another-key.ts';

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedTopUpBug {
  readonly name: string;
  readonly says: string;
  readonly outbound?: (call: Calling) => Calling;
  readonly rail?: (rail: Rail) => Rail;
  readonly books?: (books: RailBooks) => RailBooks;
  readonly refilling?: (ports: WalletRails) => WalletRails;
}
