import type { JSX } from 'preact';
import { Answered } from '../own/states.tsx';
import { useAnswer } from '../use-answer.ts';
import { separated } from '../words.ts';
import type { Earnings, Payee } from './answers.ts';
import { shortened } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** What the month comes to so far, and by what. */
export function Earned({ payee }: { readonly payee: Payee }): JSX.Element {
  const { words, month } = useSpelling();
  const path = { key: payee.payee };
  const asked = useAnswer('GET /v1/payees/{key}/earnings', { path });
  const { value } = asked;
  return (
    <section aria-labelledby="earned">
      <h2 id="earned">{value === undefined ? words.title : words.earned(month(value.period))}</h2>
      <Answered asked={asked}>{(earnings) => <Sums earnings={earnings} />}</Answered>
      {value === undefined ? null : (
        <button type="button" aria-disabled={asked.isLoading} onClick={asked.reload}>
          {words.refresh}
        </button>
      )}
    </section>
  );
}

function Sums({ earnings }: { readonly earnings: Earnings }): JSX.Element {
  const { words, amount, instant } = useSpelling();
  const { sums, content, exact, asOf } = earnings;
  const text = (earned: string, currency: string): string => {
    const shown = amount(shortened(earned), currency);
    return exact ? shown : words.about(shown);
  };
  return (
    <>
      <div role="status">
        {sums.length === 0 ? <p class="figure">{words.nothingEarned}</p> : null}
        {sums.map(({ currency, earned }) => (
          <p key={currency} class="figure">
            {text(earned, currency)}
          </p>
        ))}
        <p class="quiet">{words.earnedAsOf(instant(asOf))}</p>
      </div>
      {sums.length === 0 ? null : <p class="quiet">{words.earnedIf}</p>}
      {exact ? null : <p class="quiet">{words.aboutHint}</p>}
      {content.length === 0 ? null : (
        <>
          <h3 id="content">{words.content}</h3>
          <ul class="rows" aria-labelledby="content">
            {content.map(({ currency, meter, value, quantity, earned }) => (
              <li key={JSON.stringify([currency, meter, value])}>
                <div>
                  <strong>{value}</strong>
                  <span class="quiet">{words.times(separated(quantity), meter)}</span>
                </div>
                <span class="money">{text(earned, currency)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
