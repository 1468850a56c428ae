import type { BankEntry } from '../../../../sdk/src/contract/index.ts';
import { Money, Standing } from '../../ui/facts.tsx';
import type { Column } from '../../ui/table.tsx';
import { entryStanding, isProposed, purposeOf } from './entry-words.ts';

const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** What is shown of an entry, and what can be done with it. */
export const entryColumns = ({
  isAsking,
  onBook,
  onAsk,
}: {
  readonly isAsking: boolean;
  readonly onBook: (entry: BankEntry) => void;
  readonly onAsk: (entry: BankEntry) => void;
}): readonly Column<BankEntry>[] => [
  { title: 'Entry', cell: ({ place }) => place, isNumber: true },
  {
    title: 'Day',
    cell: ({ bookedOn, valueOn }) => (
      <time>{(bookedOn ?? valueOn ?? '').slice(0, DAY_LENGTH)}</time>
    ),
  },
  {
    title: 'Amount',
    cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
    isNumber: true,
  },
  { title: 'From', cell: ({ name }) => name ?? '' },
  { title: 'Text', cell: ({ text }) => text, isText: true },
  {
    title: 'Is',
    cell: (entry) => {
      const { says, tone } = entryStanding(entry);
      return <Standing tone={tone}>{says}</Standing>;
    },
  },
  { title: 'For', cell: purposeOf, isText: true },
  {
    title: 'Do',
    cell: (entry) => <EntryButtons {...{ entry, isAsking, onBook, onAsk }} />,
  },
];

function EntryButtons({
  entry,
  isAsking,
  onBook,
  onAsk,
}: {
  readonly entry: BankEntry;
  readonly isAsking: boolean;
  readonly onBook: (entry: BankEntry) => void;
  readonly onAsk: (entry: BankEntry) => void;
}) {
  if (entry.recorded !== undefined) return null;
  return (
    <span class="buttons">
      {isProposed(entry) ? (
        <button
          type="button"
          disabled={isAsking}
          aria-label={`Book entry ${entry.place}`}
          onClick={() => onBook(entry)}
        >
          Book
        </button>
      ) : null}
      {entry.payment === undefined ? null : (
        <button
          type="button"
          disabled={isAsking}
          aria-label={`Say whose entry ${entry.place} is`}
          onClick={() => onAsk(entry)}
        >
          Whose?
        </button>
      )}
    </span>
  );
}
