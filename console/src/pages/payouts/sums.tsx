import type { JSX } from 'preact';
import { isZero } from '../../exact.ts';
import { Money } from '../../ui/facts.tsx';
import type { PayoutRun } from './payout-words.ts';

/** What a run comes to, a line a currency. */
export const Sums = ({ sums }: Pick<PayoutRun, 'sums'>): JSX.Element => (
  <>
    {sums.map(({ currency, amount, fees }) => (
      <div key={currency}>
        <Money amount={amount} currency={currency} />
        {isZero(fees) ? null : <span class="quiet"> (fees {fees})</span>}
      </div>
    ))}
  </>
);
