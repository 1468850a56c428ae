import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { counted } from '../../words.ts';

/** Reads all books again when a person asks for it, and says what does not hold. */
export function BooksCheck(): JSX.Element {
  const [isWanted, setIsWanted] = useState(false);
  const asked = useAnswer('GET /v1/books/check', isWanted ? {} : undefined);
  return (
    <>
      <h3>Check the books now</h3>
      <p class="quiet">
        All books are read again from the first block, and compared with what is shown of them.
      </p>
      <p class="buttons">
        <button
          type="button"
          disabled={asked.isLoading}
          onClick={() => (isWanted ? asked.reload() : setIsWanted(true))}
        >
          {asked.isLoading ? 'Checking …' : 'Check'}
        </button>
      </p>
      {isWanted ? (
        <Answered asked={asked} what="what the check finds">
          {({ documents, blocks, faults }) =>
            faults.length === 0 ? (
              <p class="notice good" role="status">
                All holds: {counted(documents, 'document')} in {counted(blocks, 'block')} balance,
                and no number is missing.
              </p>
            ) : (
              <>
                <p class="notice bad" role="alert">
                  {counted(faults.length, 'fault')} in {counted(documents, 'document')}. The runbook
                  says what to do under BooksFaults.
                </p>
                <Table
                  caption="Faults"
                  rows={faults}
                  keyOf={({ code }, index) => `${code} ${index}`}
                  columns={[
                    { title: 'what', cell: ({ code }) => code },
                    { title: 'detail', cell: ({ detail }) => <div class="words">{detail}</div> },
                    { title: 'expected', cell: ({ expected = '' }) => expected },
                    { title: 'found', cell: ({ found = '' }) => found },
                  ]}
                />
              </>
            )
          }
        </Answered>
      ) : null}
    </>
  );
}
