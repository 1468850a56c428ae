import type { JSX } from 'preact';
import { isZero } from '../exact.ts';
import { AmountForm } from '../own/amount-form.tsx';
import { useChange } from '../use-change.ts';
import type { Charge, Me } from './answers.ts';
import { tipFault } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** Asks how much, and adds it to what was read. The same try has one key, however often its answer is lost. */
export function Tip({
  me,
  charge,
  name,
  onChange,
}: {
  readonly me: Me;
  readonly charge: Charge;
  readonly name: string;
  readonly onChange: () => void;
}): JSX.Element {
  const { words, amount } = useSpelling();
  const { currency } = me;
  const tip = useChange('POST /v1/tips');
  const give = async (written: string): Promise<void> => {
    const body = { on: charge.id, amount: { amount: written, currency } };
    if ((await tip.ask({ body })) !== undefined) onChange();
  };
  const said = (): string => {
    if (tip.done === undefined) return '';
    const { net, tax, amount: all } = tip.done;
    const given = words.tipGiven(amount(net, currency), name);
    return isZero(tax) ? given : `${given} ${words.tipCost(amount(all, currency))}`;
  };
  return (
    <div class="receipt">
      <AmountForm
        label={`${words.tipAmount} (${currency})`}
        hint={words.tipHint}
        submit={words.tipSubmit}
        change={tip}
        fault={(error) => tipFault(error, { words, left: (left) => amount(left, currency) })}
        done={said()}
        isEmptied
        onAmount={(one) => void give(one)}
      />
    </div>
  );
}
