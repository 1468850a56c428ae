import type { JSX } from 'preact';
import { isZero } from '../exact.ts';
import type { Me, Spend } from './answers.ts';
import { PayBack } from './pay-back.tsx';
import { mayTopUp } from './rules.ts';
import { TopUp } from './top-up.tsx';
import { useSpelling } from './words/words.ts';

/** What there is to read with, and how more of it comes. */
export function Money({
  me,
  spend,
  onChange,
}: {
  readonly me: Me;
  readonly spend: Spend;
  readonly onChange: () => void;
}): JSX.Element {
  const { words, amount, month } = useSpelling();
  const { wallet, currency } = spend;
  return (
    <section aria-labelledby="money">
      <h2 id="money">{words.money}</h2>
      <dl class="facts">
        {wallet === null ? null : (
          <div>
            <dt>{words.available}</dt>
            <dd class="figure">{amount(wallet.available, currency)}</dd>
          </div>
        )}
        {wallet === null || isZero(wallet.held) ? null : (
          <div>
            <dt>{words.held}</dt>
            <dd>
              {amount(wallet.held, currency)} <span class="quiet">{words.heldHint}</span>
            </dd>
          </div>
        )}
        <div>
          <dt>{words.spent(month(spend.month))}</dt>
          <dd>
            {amount(spend.captured, currency)}
            {spend.covered === undefined ? null : (
              <span class="quiet"> {words.covered(amount(spend.covered, currency))}</span>
            )}
            {me.refunds === null ? null : <span class="quiet"> {words.spentHint}</span>}
          </dd>
        </div>
      </dl>
      {wallet === null ? <p>{words.noWallet}</p> : null}
      {mayTopUp(me) ? (
        <TopUp me={me} onChange={onChange} />
      ) : (
        <p>{wallet === null ? '' : topUpText(me, words)}</p>
      )}
      <PayBack me={me} available={wallet?.available} onChange={onChange} />
    </section>
  );
}

const topUpText = (
  { seller }: Pick<Me, 'seller'>,
  words: ReturnType<typeof useSpelling>['words'],
): string =>
  seller.email === undefined ? words.topUpAsk(seller.name) : words.topUpWrite(seller.email);
