import type { JSX } from 'preact';
import { Failed } from '../own/states.tsx';
import { useSession } from '../session.ts';
import { useChange } from '../use-change.ts';
import type { Payee } from './answers.ts';
import { useSpelling } from './words/words.ts';

/** With what this browser asks, and how it stops: the token is revoked, wherever it is kept. */
export function Device({ payee }: { readonly payee: Payee }): JSX.Element | null {
  const { words, instant } = useSpelling();
  const { signOut, api } = useSession();
  const revoke = useChange('POST /v1/payees/{key}/tokens/{id}/revoke');
  const { token, seller } = payee;
  if (token === null) return null;
  const forget = async (): Promise<void> => {
    const path = { key: payee.payee, id: token.id };
    if ((await revoke.ask({ path })) === undefined) return;
    // It counts no more: that the browser still has it does no harm.
    await api.ask('GET /v1/payee', { query: { cookie: 'forget' } }).catch(() => undefined);
    signOut();
  };
  return (
    <section aria-labelledby="device">
      <h2 id="device">{words.device}</h2>
      <dl class="facts">
        <div>
          <dt>{words.payee}</dt>
          <dd>
            <code>{payee.payee}</code>
          </dd>
        </div>
        <div>
          <dt>{words.linkUntil}</dt>
          <dd>{instant(token.endsAt)}</dd>
        </div>
      </dl>
      <p>{words.forgetHint}</p>
      {revoke.error === undefined ? null : <Failed error={revoke.error} />}
      <button type="button" disabled={revoke.isAsking} onClick={() => void forget()}>
        {words.forget}
      </button>
      {seller.email === undefined ? null : <p>{words.write(seller.email)}</p>}
    </section>
  );
}
