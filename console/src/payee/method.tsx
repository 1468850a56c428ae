import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useChange } from '../use-change.ts';
import type { Payee, WantedMethod } from './answers.ts';
import { MethodForm } from './method-form.tsx';
import { mayChange } from './rules.ts';
import { useSpelling } from './words/words.ts';

type Shown = NonNullable<Payee['payout']>['payout'];

/** How it is paid, by the last four; and what it is to be paid by. */
export function Method({
  payee,
  onChange,
}: {
  readonly payee: Payee;
  readonly onChange: () => void;
}): JSX.Element {
  const { words, instant } = useSpelling();
  const put = useChange('PUT /v1/payees/{key}/payout');
  const [isOpen, setIsOpen] = useState(false);
  const told = useRef<HTMLParagraphElement>(null);
  const { payout, paying } = payee;
  const save = async (wanted: WantedMethod): Promise<void> => {
    const body = {
      payout: wanted,
      ...(payout === null ? {} : { thresholds: payout.thresholds, revision: payout.revision }),
    };
    if ((await put.ask({ path: { key: payee.payee }, body })) === undefined) return;
    setIsOpen(false);
    onChange();
  };
  // The form goes away: whoever uses a keyboard goes on at what is said.
  useEffect(() => {
    if (put.done !== undefined) told.current?.focus();
  }, [put.done]);
  const from = put.done?.waiting?.from;
  const done = from === undefined ? words.changedNow : words.changed(instant(from));
  return (
    <section aria-labelledby="method">
      <h2 id="method">{words.method}</h2>
      {payout === null ? null : <p>{useMethodText(payout.payout)}</p>}
      {payout?.waiting === undefined ? null : (
        <p class="notice">
          {words.from(instant(payout.waiting.from))}: {useMethodText(payout.waiting.payout)}
        </p>
      )}
      <p
        ref={told}
        tabIndex={-1}
        role="status"
        class={put.done === undefined ? undefined : 'notice good'}
      >
        {put.done === undefined ? '' : done}
      </p>
      {mayChange(payee) ? null : <p class="quiet">{words.mayNot}</p>}
      {mayChange(payee) && !isOpen ? (
        <button
          type="button"
          onClick={() => {
            put.forget();
            setIsOpen(true);
          }}
        >
          {payout === null ? words.begin : words.change}
        </button>
      ) : null}
      {isOpen ? (
        <>
          <p class="notice">{waitText(payee, words, paying.methodWaitDays)}</p>
          <MethodForm
            methods={paying.methods}
            change={put}
            onMethod={(wanted) => void save(wanted)}
            onLeave={() => setIsOpen(false)}
          />
        </>
      ) : null}
    </section>
  );
}

function waitText(
  { payout }: Pick<Payee, 'payout'>,
  words: ReturnType<typeof useSpelling>['words'],
  days: number,
): string {
  if (payout === null) return words.firstCounts;
  return days === 0 ? words.atOnce : words.waits(days);
}

function useMethodText({ method, lastFour = '', holder }: Shown): string {
  const { words } = useSpelling();
  switch (method) {
    case 'sepa':
      return `${words.account(lastFour)}${holder === undefined ? '' : `, ${words.holder(holder)}`}`;
    case 'evm':
      return words.chain(lastFour);
    case 'manual':
      return words.byHand;
  }
}
