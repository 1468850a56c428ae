import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isZero } from '../exact.ts';
import { useApi } from '../session.ts';
import type { Charge, Me } from './answers.ts';
import { Receipt } from './receipt.tsx';
import { mayGiveBack, mayTip, webAddress } from './rules.ts';
import { Tip } from './tip.tsx';
import { useSpelling } from './words/words.ts';

interface ChargeRowProps {
  readonly me: Me;
  readonly charge: Charge;
  readonly name: string;
  /** Whether something is being given back. */
  readonly isAsking: boolean;
  readonly onGiveBack: () => void;
  readonly onChange: () => void;
}

/** What one page cost, and what may be done about it. */
export function ChargeRow(row: ChargeRowProps): JSX.Element {
  const { me, charge, name, isAsking, onGiveBack } = row;
  const { words, amount, instant } = useSpelling();
  const { now } = useApi();
  const address = webAddress(charge.resource);
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
      {mayGiveBack(me, charge, now()) ? (
        <button
          type="button"
          aria-disabled={isAsking}
          aria-label={`${words.giveBack}: ${name}`}
          onClick={onGiveBack}
        >
          {words.giveBack}
        </button>
      ) : null}
      <Opened {...row} />
    </li>
  );
}

/** What is opened below a row, one at a time: each by a button that stays where it is. */
function Opened({ me, charge, name, onChange }: ChargeRowProps): JSX.Element {
  const { words } = useSpelling();
  const [shown, setShown] = useState<'tip' | 'receipt'>();
  const opening = (what: 'tip' | 'receipt') => (
    <button
      type="button"
      aria-label={`${words[what]}: ${name}`}
      aria-expanded={shown === what}
      onClick={() => setShown(shown === what ? undefined : what)}
    >
      {words[what]}
    </button>
  );
  return (
    <>
      {mayTip(me, charge) ? opening('tip') : null}
      {charge.status === 'captured' ? opening('receipt') : null}
      {shown === 'tip' ? <Tip {...{ me, charge, name, onChange }} /> : null}
      {shown === 'receipt' ? <Receipt id={charge.receiptId ?? charge.id} /> : null}
    </>
  );
}
