import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';

const intervals = [
  { value: 'day', name: 'day' },
  { value: 'week', name: 'week, from Monday' },
  { value: 'month', name: 'month' },
  { value: 'ever', name: 'ever' },
] as const;

/** Puts a budget of money, over the one of the same key. */
export function BudgetDialog({
  payer,
  currency,
  onDone,
  onClose,
}: {
  readonly payer: string;
  readonly currency: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const [key, setKey] = useState('');
  const [amount, setAmount] = useState('');
  const [every, setEvery] = useState<(typeof intervals)[number]['value']>('month');
  const { ask, isAsking, error } = useChange('PUT /v1/payers/{payer}/budgets/{key}');
  const set = async (): Promise<void> => {
    const limit = { amount, currency };
    const done = await ask({ path: { payer, key }, body: { limit, every, hard: true } });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Set a budget of ${payer}`}
      submit="Set it"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void set()}
    >
      <p>What exceeds it is refused. What was spent before counts at once.</p>
      <Field
        label="Key"
        hint="Such as daily. The budget of that key is replaced."
        value={key}
        onValue={setKey}
        required
      />
      <Field
        label={`Limit (${currency})`}
        hint="With tax."
        value={amount}
        onValue={setAmount}
        required
        inputMode="decimal"
      />
      <Choice
        label="Every"
        value={every}
        onValue={(value) => {
          setEvery(intervals.find((one) => one.value === value)?.value ?? 'month');
        }}
        options={intervals}
      />
    </FormDialog>
  );
}
