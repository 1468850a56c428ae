import type { Books } from '../../../core/books/books.ts';
import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import type { RailsMessage } from '../../../core/rails/message.ts';
import type { RailBooks } from '../../../core/rails/rail-books.ts';
import type { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { RailState } from './states.ts';

export const tenant = 'acme';
export const space = '/farthing/FarthingStack/rails';

/** What people act on. */
export interface RailsStage {
  readonly dice: Dice;
  readonly journal: Notes<RailState>;
  /** The account that is connected. */
  readonly stripe: FakeStripe;
  readonly books: Books;
  readonly railBooks: RailBooks;
  /** Sessions whose addresses payers may have been given. */
  readonly addresses: ReadonlySet<string>;
  readonly now: () => Timestamp;
  readonly pass: (milliseconds: number) => void;
  readonly enqueue: (message: RailsMessage) => void;
}
