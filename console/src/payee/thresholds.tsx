import type { JSX } from 'preact';
import { isZero } from '../exact.ts';
import { AmountForm } from '../own/amount-form.tsx';
import { useChange } from '../use-change.ts';
import type { Payee } from './answers.ts';
import { isChangedMeanwhile, thresholdFault } from './faults.ts';
import { mayChange, thresholdCurrencies } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** From which amounts on it wants to be paid; nothing before it is known how. */
export function Thresholds({
  payee,
  onChange,
}: {
  readonly payee: Payee;
  readonly onChange: () => void;
}): JSX.Element | null {
  const { words, language } = useSpelling();
  if (payee.payout === null || !mayChange(payee)) return null;
  return (
    <section aria-labelledby="threshold">
      <h2 id="threshold">{words.threshold}</h2>
      {/* By language, too: what is written there is in it. */}
      {thresholdCurrencies(payee).map((currency) => (
        <Threshold
          key={`${currency} ${language}`}
          payee={payee}
          currency={currency}
          onChange={onChange}
        />
      ))}
    </section>
  );
}

function Threshold({
  payee,
  currency,
  onChange,
}: {
  readonly payee: Payee;
  readonly currency: string;
  readonly onChange: () => void;
}): JSX.Element {
  const { words, amount } = useSpelling();
  const put = useChange('PUT /v1/payees/{key}/payout');
  const thresholds = payee.payout?.thresholds ?? {};
  const least = payee.balances.find((one) => one.currency === currency)?.least ?? '0';
  const save = async (threshold: string): Promise<void> => {
    const { [currency]: _, ...others } = thresholds;
    const all = isZero(threshold) ? others : { ...others, [currency]: threshold };
    const body = { thresholds: all, revision: payee.payout?.revision ?? 0 };
    if ((await put.ask({ path: { key: payee.payee }, body })) !== undefined) onChange();
  };
  return (
    <AmountForm
      label={words.thresholdOf(currency)}
      {...(isZero(least) ? {} : { hint: words.thresholdHint(amount(least, currency)) })}
      submit={words.save}
      begin={thresholds[currency] ?? '0'}
      change={put}
      refused={(error) => thresholdFault(error, currency, words)}
      fault={(error) => (isChangedMeanwhile(error) ? words.faults.changed : undefined)}
      onAmount={(one) => void save(one)}
    />
  );
}
