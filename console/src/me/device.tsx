import type { JSX } from 'preact';
import { Failed } from '../own/states.tsx';
import { useSession } from '../session.ts';
import { useChange } from '../use-change.ts';
import type { Me } from './answers.ts';
import { useSpelling } from './words/words.ts';

/** With what this browser pays, and how it stops: the token is revoked, wherever it is kept. */
export function Device({ me }: { readonly me: Me }): JSX.Element | null {
  const { words, amount, instant } = useSpelling();
  const { signOut, api } = useSession();
  const revoke = useChange('POST /v1/payers/{payer}/tokens/{id}/revoke');
  const { token, payer, currency } = me;
  if (token === null) return null;
  const forget = async (): Promise<void> => {
    const path = { payer, id: token.id };
    if ((await revoke.ask({ path })) === undefined) return;
    // It counts no more: that the browser still has it does no harm.
    await api.ask('GET /v1/me', { query: { cookie: 'forget' } }).catch(() => undefined);
    signOut();
  };
  return (
    <section aria-labelledby="device">
      <h2 id="device">{words.device}</h2>
      <dl class="facts">
        <div>
          <dt>{words.payer}</dt>
          <dd>
            <code>{payer}</code>
          </dd>
        </div>
        <div>
          <dt>{words.until}</dt>
          <dd>{instant(token.endsAt)}</dd>
        </div>
        <div>
          <dt>{words.spentHere}</dt>
          <dd>
            {amount(token.spent, currency)}
            {token.limit === null ? '' : ` ${words.mayUse} ${amount(token.limit, currency)}`}
          </dd>
        </div>
      </dl>
      <p>{words.forgetHint}</p>
      {revoke.error === undefined ? null : <Failed error={revoke.error} />}
      <button type="button" disabled={revoke.isAsking} onClick={() => void forget()}>
        {words.forget}
      </button>
    </section>
  );
}
