import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Answered, Failed } from '../own/states.tsx';
import type { AskedPages } from '../use-answer.ts';
import { useChange } from '../use-change.ts';
import type { Charge, Me } from './answers.ts';
import { ChargeRow } from './charge-row.tsx';
import { calledIn } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** What each page cost, the newest first; what was not wanted is given back. */
export function Charges({
  me,
  charges,
  onChange,
}: {
  readonly me: Me;
  readonly charges: AskedPages<Charge>;
  readonly onChange: () => void;
}): JSX.Element {
  const { words, amount } = useSpelling();
  const refund = useChange('POST /v1/charges/{id}/refund');
  const [given, setGiven] = useState('');
  const told = useRef<HTMLParagraphElement>(null);
  const giveBack = async (charge: Charge, name: string): Promise<void> => {
    if (refund.isAsking) return;
    setGiven(name);
    if ((await refund.ask({ path: { id: charge.id } })) !== undefined) onChange();
  };
  // The button that was pressed goes away: whoever uses a keyboard goes on at what is said.
  useEffect(() => {
    if (refund.done !== undefined) told.current?.focus();
  }, [refund.done]);
  const { refunds } = me;
  return (
    <section aria-labelledby="pages">
      <h2 id="pages">{words.pages}</h2>
      {refunds === null ? null : (
        <p class="quiet">{words.givesBack(refunds.withinMinutes, refunds.left)}</p>
      )}
      <p
        ref={told}
        role="status"
        tabIndex={-1}
        class={refund.done === undefined ? undefined : 'notice good'}
      >
        {refund.done === undefined
          ? ''
          : words.givenBack(amount(refund.done.amount, refund.done.currency), given)}
      </p>
      {refund.error === undefined ? null : <Failed error={refund.error} />}
      <Answered asked={charges}>
        {(list) => (
          <>
            {list.length === 0 ? <p>{words.noPages}</p> : null}
            <ul class="rows">
              {list.map((charge) => {
                const name = calledIn(list, charge, words);
                return (
                  <ChargeRow
                    key={charge.id}
                    {...{ me, charge, name, onChange }}
                    isAsking={refund.isAsking}
                    onGiveBack={() => void giveBack(charge, name)}
                  />
                );
              })}
            </ul>
            {charges.hasMore ? (
              <button type="button" onClick={charges.more} disabled={charges.isLoading}>
                {charges.isLoading ? words.loading : words.more}
              </button>
            ) : null}
          </>
        )}
      </Answered>
    </section>
  );
}
