import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Field } from '../ui/field.tsx';
import { useFrame } from './frame.ts';
import { amountIn } from './spelling.ts';
import { Failed } from './states.tsx';

/** Asks for an amount, and does something with it. */
export function AmountForm({
  label,
  hint,
  submit,
  begin = '',
  change,
  done,
  fault,
  isEmptied = false,
  onAmount,
  children,
}: {
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
  /** Once it is done: whoever asks again asks for another. */
  readonly isEmptied?: boolean;
  readonly onAmount: (amount: string) => void;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { words } = useFrame();
  const [written, setWritten] = useState(begin);
  const [isRead, setIsRead] = useState(true);
  useEffect(() => {
    if (isEmptied && change.done !== undefined) setWritten('');
  }, [change.done]);
  const send = (): void => {
    if (change.isAsking) return;
    const amount = amountIn(written);
    setIsRead(amount !== undefined);
    if (amount !== undefined) onAmount(amount);
  };
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
          {...(isRead ? {} : { fault: words.notAmount })}
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
      {change.error === undefined ? null : (
        <Failed error={change.error} said={fault?.(change.error)} />
      )}
      <p role="status" class="quiet">
        {change.done === undefined ? '' : (done ?? words.saved)}
      </p>
    </form>
  );
}
