import type { JSX } from 'preact';
import { isZero } from '../exact.ts';
import type { Owed, Payee } from './answers.ts';
import { nextRunText, shortened, whenPaid } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** What is owed, currency by currency, and when there may be a payout. */
export function Balance({ payee }: { readonly payee: Payee }): JSX.Element {
  const spelling = useSpelling();
  const { words } = spelling;
  const { balances } = payee;
  return (
    <section aria-labelledby="owed">
      <h2 id="owed">{words.owed}</h2>
      {balances.length === 0 ? (
        <p>
          {words.noneOwed} {nextRunText(payee, spelling)}
        </p>
      ) : null}
      {balances.map((owed) => (
        <InCurrency key={owed.currency} payee={payee} owed={owed} />
      ))}
    </section>
  );
}

function InCurrency({ payee, owed }: { readonly payee: Payee; readonly owed: Owed }): JSX.Element {
  const spelling = useSpelling();
  const { words, amount } = spelling;
  const { currency, payable } = owed;
  const text = (value: string): string => amount(shortened(value), currency);
  const parts = [
    { title: words.ready, value: owed.ready, hint: '' },
    { title: words.held, value: owed.held, hint: words.heldHint(payee.paying.reserveDays) },
    { title: words.unstated, value: owed.unstated, hint: '' },
    { title: words.inTransit, value: owed.inTransit, hint: '' },
  ].filter(({ value }) => !isZero(value));
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{words.payable(currency)}</dt>
          <dd class="figure">{text(payable)}</dd>
        </div>
        {parts.map(({ title, value, hint }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              {text(value)} {hint === '' ? null : <span class="quiet">{hint}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {whenPaid(payee, owed, spelling).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
}
