import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isZero } from '../exact.ts';
import { Answered, Failed } from '../own/states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useChange } from '../use-change.ts';
import type { Me, Wallet } from './answers.ts';
import { mayPayBack } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** What was bought and is not spent goes back to where it came from. */
export function PayBack({
  me,
  available,
  onChange,
}: {
  readonly me: Me;
  /** What the wallet has: where that changes, so has what was bought and is left. */
  readonly available: string | undefined;
  readonly onChange: () => void;
}): JSX.Element | null {
  const { words, amount } = useSpelling();
  const { payer } = me;
  const may = mayPayBack(me);
  const wallet = useAnswer('GET /v1/payers/{payer}/wallet', may ? { path: { payer } } : undefined);
  const refund = useChange('POST /v1/payers/{payer}/wallet/refunds');
  const told = useRef<HTMLParagraphElement>(null);
  // The button that was pressed goes away: whoever uses a keyboard goes on at what is said.
  useEffect(() => {
    if (refund.done !== undefined) told.current?.focus();
  }, [refund.done]);
  useEffect(() => {
    if (may && wallet.value !== undefined) wallet.reload();
  }, [available]);
  if (!may) return null;
  const back = async (grant: string): Promise<void> => {
    if (refund.isAsking) return;
    if ((await refund.ask({ path: { payer }, body: { grant } })) === undefined) return;
    wallet.reload();
    onChange();
  };
  return (
    <Answered asked={wallet}>
      {({ grants, currency }) => {
        const bought = grants.filter(({ kind, left }) => kind === 'bought' && !isZero(left));
        return (
          <>
            <p
              ref={told}
              role="status"
              tabIndex={-1}
              class={refund.done === undefined ? undefined : 'notice good'}
            >
              {refund.done === undefined
                ? ''
                : words.goesBack(amount(refund.done.amount, refund.done.currency))}
            </p>
            {refund.error === undefined ? null : <Failed error={refund.error} />}
            <Bought bought={bought} currency={currency} isAsking={refund.isAsking} onBack={back} />
          </>
        );
      }}
    </Answered>
  );
}

function Bought({
  bought,
  currency,
  isAsking,
  onBack,
}: {
  readonly bought: Wallet['grants'];
  readonly currency: string;
  readonly isAsking: boolean;
  readonly onBack: (grant: string) => Promise<void>;
}): JSX.Element | null {
  const { words, amount, instant } = useSpelling();
  if (bought.length === 0) return null;
  return (
    <>
      <h3>{words.bought}</h3>
      <ul class="rows">
        {bought.map(({ id, left, createdAt }) => (
          <li key={id}>
            <div>
              <span>{words.boughtLeft(amount(left, currency))}</span>
              <span class="quiet">
                <time dateTime={createdAt}>{instant(createdAt)}</time>
              </span>
            </div>
            <button
              type="button"
              aria-disabled={isAsking}
              aria-label={`${words.payBack}: ${amount(left, currency)}, ${instant(createdAt)}`}
              onClick={() => void onBack(id)}
            >
              {words.payBack}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
