import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Field } from '../ui/field.tsx';
import { useFrame } from './frame.ts';
import { amountIn, typedIn } from './spelling.ts';
import { Failed } from './states.tsx';

const nothing = { error: undefined, done: undefined };

interface AmountFormProps {
  readonly label: string;
  readonly hint?: string;
  readonly submit: string;
  readonly begin?: string;
  readonly change: {
    readonly isAsking: boolean;
    readonly error: unknown;
    readonly done: unknown;
  };
  /** What is said once it is done: that it is saved, where left out. */
  readonly done?: string;
  /** Says what went wrong, where a page has words of its own for it. */
  readonly fault?: (error: unknown) => string | undefined;
  /** What an answer says is wrong with the amount: it is said at the field. */
  readonly refused?: (error: unknown) => string | undefined;
  /** Once it is done: whoever asks again asks for another. */
  readonly isEmptied?: boolean;
  readonly onAmount: (amount: string) => void;
  readonly children?: ComponentChildren;
}

/** Asks for an amount, and does something with it. */
export function AmountForm({
  label,
  hint,
  submit,
  begin = '',
  change,
  done,
  fault,
  refused,
  isEmptied = false,
  onAmount,
  children,
}: AmountFormProps): JSX.Element {
  const { words, language } = useFrame();
  const [written, setWritten] = useState(typedIn(begin, language));
  const [unread, setUnread] = useState<string>();
  useEffect(() => {
    if (isEmptied && change.done !== undefined) setWritten('');
  }, [change.done]);
  const send = (): void => {
    if (change.isAsking) return;
    const read = amountIn(written, language);
    setUnread(read.amount === undefined ? faultOf(read.fault) : undefined);
    if (read.amount !== undefined) onAmount(read.amount);
  };
  const faultOf = (why: 'none' | 'two-ways'): string =>
    why === 'none' ? words.notAmount : words.twoWays(written.trim());
  // What the answer to an earlier amount said is over.
  const { error, done: answer } = unread === undefined ? change : nothing;
  const atField = unread ?? (error === undefined ? undefined : refused?.(error));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="asked-for">
        <Field
          label={label}
          {...(hint === undefined ? {} : { hint })}
          fault={atField}
          value={written}
          onValue={setWritten}
          inputMode="decimal"
          autocomplete="off"
          required
        />
        {children}
        <button type="submit" aria-disabled={change.isAsking}>
          {change.isAsking ? words.asking : submit}
        </button>
      </div>
      {error === undefined || atField !== undefined ? null : (
        <Failed error={error} said={fault?.(error)} />
      )}
      <p role="status" class="quiet">
        {answer === undefined ? '' : (done ?? words.saved)}
      </p>
    </form>
  );
}
