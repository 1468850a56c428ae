import type { JSX } from 'preact';
import { AmountForm } from '../own/amount-form.tsx';
import { useChange } from '../use-change.ts';
import type { Me, Spend } from './answers.ts';
import { mayChange } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** Up to how much is paid without asking: a word of the reader's own, for all its devices. */
export function Threshold({
  me,
  spend,
  onChange,
}: {
  readonly me: Me;
  readonly spend: Spend;
  readonly onChange: () => void;
}): JSX.Element {
  const { words, amount } = useSpelling();
  const put = useChange('PUT /v1/payers/{payer}/threshold');
  const { amount: before = '0' } = spend.threshold ?? {};
  const save = async (threshold: string): Promise<void> => {
    const body = { amount: threshold, currency: spend.currency };
    if ((await put.ask({ path: { payer: me.payer }, body })) !== undefined) onChange();
  };
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{words.asked}</h2>
      {mayChange(me) ? (
        <AmountForm
          label={`${words.threshold} (${spend.currency})`}
          hint={words.thresholdHint}
          submit={words.save}
          begin={before}
          change={put}
          onAmount={(one) => void save(one)}
        />
      ) : (
        <p>
          {words.threshold}: {amount(before, spend.currency)}
        </p>
      )}
    </section>
  );
}
