import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
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
  readonly onAmount: (amount: string) => void;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { words } = useFrame();
  const [written, setWritten] = useState(begin);
  const [isRead, setIsRead] = useState(true);
  const send = (): void => {
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
        <button type="submit" disabled={change.isAsking}>
          {change.isAsking ? words.asking : submit}
        </button>
      </div>
      {change.error === undefined ? null : <Failed error={change.error} />}
      <p role="status" class="quiet">
        {change.done === undefined ? '' : (done ?? words.saved)}
      </p>
    </form>
  );
}
