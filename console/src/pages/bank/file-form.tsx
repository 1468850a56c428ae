import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { BankFile } from '../../../../sdk/src/contract/index.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { base64Of } from './base64.ts';

/** Asks for a file of a bank, and for what a table may not say itself. */
export function FileForm({
  isAsking,
  onFile,
}: {
  readonly isAsking: boolean;
  readonly onFile: (file: BankFile) => void;
}): JSX.Element {
  const [chosen, setChosen] = useState<File>();
  const [asked, setAsked] = useState({ account: '', currency: '', days: '' });
  const field = (name: keyof typeof asked) => ({
    value: asked[name],
    onValue: (value: string) => {
      setAsked((before) => ({ ...before, [name]: value.trim() }));
    },
  });
  const read = async (): Promise<void> => {
    if (chosen === undefined) return;
    const { account, currency, days } = asked;
    onFile({
      file: base64Of(new Uint8Array(await chosen.arrayBuffer())),
      ...(account === '' ? {} : { account }),
      ...(currency === '' ? {} : { currency: currency.toUpperCase() }),
      ...(days === 'dmy' || days === 'mdy' ? { days } : {}),
    });
  };
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        void read();
      }}
    >
      <FileField onChosen={setChosen} />
      <details>
        <summary>What a table does not say</summary>
        <Field label="Account (optional)" {...field('account')} />
        <Field label="Currency (optional)" hint="Such as EUR." {...field('currency')} />
        <Choice
          label="03/02/2026 is"
          {...field('days')}
          options={[
            { value: '', name: 'told by the file' },
            { value: 'dmy', name: '3 February' },
            { value: 'mdy', name: '2 March' },
          ]}
        />
      </details>
      <p class="buttons">
        <button type="submit" class="primary" disabled={isAsking}>
          {isAsking ? 'Reading …' : 'Read it'}
        </button>
      </p>
    </form>
  );
}

function FileField({
  onChosen,
}: {
  readonly onChosen: (file: File | undefined) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>Bank statement</label>
      <input
        id={id}
        type="file"
        required
        accept=".xml,.csv,.txt,application/xml,text/csv"
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => {
          onChosen(currentTarget.files?.[0]);
        }}
      />
      <p class="hint" id={`${id}-hint`}>
        camt.053 or CSV, as the bank made it.
      </p>
    </div>
  );
}
