import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BankEntry, BankFile } from '../../../../sdk/src/contract/index.ts';
import { useApi } from '../../session.ts';
import { Failed } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useTask } from '../../use-task.ts';
import { bookEntries } from './book-entries.ts';
import { CustomerDialog } from './customer-dialog.tsx';
import { entryColumns } from './entry-columns.tsx';
import { exactOf } from './entry-words.ts';
import { FileForm } from './file-form.tsx';

/** What a file of a bank has, and what is already booked of it. */
interface ReadFile {
  readonly file: BankFile;
  readonly entries: readonly BankEntry[];
}

/** Reads a file of a bank, shows what its entries would be booked as, and books those that a person confirms. */
export function BankPage(): JSX.Element {
  const api = useApi();
  const reading = useTask();
  const booking = useTask();
  const [read, setRead] = useState<ReadFile>();
  const [said, setSaid] = useState('');
  const [asking, setAsking] = useState<BankEntry>();
  const show = async (file: BankFile): Promise<void> => {
    const answer = await reading.run(() => api.ask('POST /v1/bank-statements', { body: file }));
    setRead(answer === undefined ? undefined : { file, entries: answer.entries });
  };
  // What is booked changes what is due, and with it what the others are for: the file is read again.
  const book = async (entries: readonly BankEntry[], file: BankFile): Promise<void> => {
    let count = 0;
    setSaid('');
    await booking.run(() =>
      bookEntries(api, entries, (done) => {
        count = done;
      }),
    );
    if (count > 0) setSaid(`Booked: ${count} of ${entries.length}.`);
    await show(file);
  };
  return (
    <>
      <p>
        What came at the bank, and which invoices it pays. Nothing is booked before you say so, and
        an entry is booked once, however often its file is read.
      </p>
      <FileForm
        isAsking={reading.isAsking}
        onFile={(file) => {
          setSaid('');
          void show(file);
        }}
      />
      {reading.error === undefined ? null : <Failed error={reading.error} />}
      <p role="status" class={said === '' ? 'unseen' : 'notice good'}>
        {said}
      </p>
      {booking.error === undefined ? null : <Failed error={booking.error} />}
      {read === undefined ? null : (
        <Entries
          entries={read.entries}
          isAsking={booking.isAsking || reading.isAsking}
          onBook={(entries) => void book(entries, read.file)}
          onAsk={setAsking}
        />
      )}
      {asking === undefined || read === undefined ? null : (
        <CustomerDialog
          entry={asking}
          onDone={() => {
            setSaid(`Booked: entry ${asking.place}.`);
            setAsking(undefined);
            void show(read.file);
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function Entries({
  entries,
  isAsking,
  onBook,
  onAsk,
}: {
  readonly entries: readonly BankEntry[];
  readonly isAsking: boolean;
  readonly onBook: (entries: readonly BankEntry[]) => void;
  readonly onAsk: (entry: BankEntry) => void;
}): JSX.Element {
  const exact = exactOf(entries);
  if (entries.length === 0) return <p class="notice">The statement has no entries.</p>;
  return (
    <>
      {exact.length === 0 ? null : (
        <p class="buttons">
          <button type="button" class="primary" disabled={isAsking} onClick={() => onBook(exact)}>
            Book all that are exact ({exact.length})
          </button>
        </p>
      )}
      <Table
        caption="Entries of the bank statement"
        columns={entryColumns({ isAsking, onBook: (entry) => onBook([entry]), onAsk })}
        rows={entries}
        keyOf={({ place }) => String(place)}
      />
    </>
  );
}
