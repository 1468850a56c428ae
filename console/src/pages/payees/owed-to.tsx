import type { JSX } from 'preact';
import { Money } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { useAnswer } from '../../use-answer.ts';

/** What the books say is owed to a payee, a line a currency: nothing is converted. */
export function OwedTo({ payee: key }: { readonly payee: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payees/{key}/balance', { path: { key } });
  return (
    <Answered asked={asked} what="what is owed">
      {({ balances }) =>
        balances.length === 0 ? (
          <span class="quiet">nothing yet</span>
        ) : (
          balances.map(({ payable, currency }) => (
            <div key={currency}>
              <Money amount={payable} currency={currency} />
            </div>
          ))
        )
      }
    </Answered>
  );
}
