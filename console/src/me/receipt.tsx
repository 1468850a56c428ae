import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Answered, Failed } from '../own/states.tsx';
import { useApi } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { useTask } from '../use-task.ts';
import { webAddress } from './rules.ts';
import { claimsIn, majorOf, type Verified, verifiedReceipt } from './verify-receipt.ts';
import { useSpelling } from './words/words.ts';

/** What the seller has signed of a charge, and whether it has. What is shown is read out of the signed text itself. */
export function Receipt({ id }: { readonly id: string }): JSX.Element {
  const asked = useAnswer('GET /v1/receipts/{id}', { path: { id } });
  return (
    <div class="receipt">
      <Answered asked={asked}>{({ receipt }) => <Signed receipt={receipt} />}</Answered>
    </div>
  );
}

function Signed({ receipt }: { readonly receipt: string }): JSX.Element {
  const { words } = useSpelling();
  const api = useApi();
  const task = useTask();
  const [verified, setVerified] = useState<Verified>();
  const verify = async (): Promise<void> => {
    // A button that is disabled loses the focus of the keyboard.
    if (task.isAsking) return;
    const found = await task.run(async () => {
      const { keys } = await api.ask('GET /.well-known/jwks.json', {});
      return verifiedReceipt(receipt, keys);
    });
    setVerified(found);
  };
  return (
    <>
      <Claims claims={claimsIn(receipt) ?? {}} />
      <button type="button" aria-disabled={task.isAsking} onClick={() => void verify()}>
        {words.verify}
      </button>
      {task.error === undefined ? null : <Failed error={task.error} />}
      <p
        role="status"
        class={
          verified === undefined ? undefined : `notice ${verified === 'verified' ? 'good' : 'bad'}`
        }
      >
        {verified === undefined ? '' : words[verified]}
      </p>
      <details>
        <summary>{words.signed}</summary>
        <pre>{receipt}</pre>
      </details>
    </>
  );
}

function Claims({ claims }: { readonly claims: Readonly<Record<string, unknown>> }): JSX.Element {
  const { words, amount, instant } = useSpelling();
  const text = (name: string): string => {
    const value = claims[name];
    return typeof value === 'string' ? value : '';
  };
  const first = (...texts: readonly string[]): string => texts.find((one) => one !== '') ?? '';
  const money = (name: string): string => amount(majorOf(text(name)), text('currency'));
  const when = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === 'number' ? instant(new Date(value * 1_000).toISOString()) : undefined;
  };
  const address = webAddress(text('resource'));
  const facts = [
    [words.seller, text('payee')],
    [words.page, first(text('description'), address?.href ?? '', text('meter'))],
    [words.amount, money('amount')],
    [words.tax, money('tax')],
    [words.when, when('iat')],
    [words.status.refunded, when('refundedAt')],
    [words.number, text('jti')],
  ] as const;
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
