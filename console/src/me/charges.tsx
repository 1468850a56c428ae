import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isZero } from '../exact.ts';
import { Answered, Failed } from '../own/states.tsx';
import type { AskedPages } from '../use-answer.ts';
import { useChange } from '../use-change.ts';
import type { Charge, Me } from './answers.ts';
import { Receipt } from './receipt.tsx';
import { mayGiveBack, nameOf, webAddress } from './rules.ts';
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
  const giveBack = async (charge: Charge): Promise<void> => {
    if (refund.isAsking) return;
    setGiven(nameOf(charge));
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
              {list.map((charge) => (
                <Row
                  key={charge.id}
                  me={me}
                  charge={charge}
                  isAsking={refund.isAsking}
                  onGiveBack={() => void giveBack(charge)}
                />
              ))}
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

function Row({
  me,
  charge,
  isAsking,
  onGiveBack,
}: {
  readonly me: Me;
  readonly charge: Charge;
  readonly isAsking: boolean;
  readonly onGiveBack: () => void;
}): JSX.Element {
  const { words, amount, instant } = useSpelling();
  const name = nameOf(charge);
  const address = webAddress(charge.resource);
  const [isShown, setIsShown] = useState(false);
  const cost = isZero(charge.amount) ? words.free : amount(charge.amount, charge.currency);
  return (
    <li>
      <div>
        {address === undefined ? <strong>{name}</strong> : <a href={address.href}>{name}</a>}
        <span class="quiet">
          <time dateTime={charge.at}>{instant(charge.at)}</time>,{' '}
          {words.status[charge.refunded === true ? 'refunded' : charge.status]}
        </span>
      </div>
      <span class="money">{cost}</span>
      {mayGiveBack(me, charge, Date.now()) ? (
        <button
          type="button"
          aria-disabled={isAsking}
          aria-label={`${words.giveBack}: ${name}`}
          onClick={onGiveBack}
        >
          {words.giveBack}
        </button>
      ) : null}
      {charge.status === 'captured' ? (
        <button
          type="button"
          aria-label={`${words.receipt}: ${name}`}
          aria-expanded={isShown}
          onClick={() => setIsShown(!isShown)}
        >
          {words.receipt}
        </button>
      ) : null}
      {isShown ? <Receipt id={charge.receiptId ?? charge.id} /> : null}
    </li>
  );
}
