import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { AmountForm } from '../own/amount-form.tsx';
import { type Asked, useAnswer } from '../use-answer.ts';
import { useChange } from '../use-change.ts';
import type { Me, TopUps } from './answers.ts';
import { mayTopUp, webAddress } from './rules.ts';
import { useSpelling } from './words/words.ts';

/** How often it is asked whether money has come, while some is waited for. */
const AGAIN_MS = 4_000;
const SHOWN = 5;

/** Where the page of the rail leads back to: it is a tab of its own, as this one keeps the token in memory alone. */
const pageBack = (how: 'paid' | 'unpaid'): string =>
  `${location.origin}${location.pathname}#${how}`;

/** Asks for money over a rail, and says where to pay and what became of it. */
export function TopUp({
  me,
  onChange,
}: {
  readonly me: Me;
  readonly onChange: () => void;
}): JSX.Element | null {
  const { words, amount } = useSpelling();
  const { topUps, payer, currency } = me;
  const ask = useChange('POST /v1/payers/{payer}/wallet/top-ups');
  const may = mayTopUp(me);
  const request = { path: { payer }, query: { limit: SHOWN } };
  const listed = useAnswer('GET /v1/payers/{payer}/wallet/top-ups', may ? request : undefined);
  useWaited(listed, onChange);
  if (!may || topUps === null) return null;
  const begin = async (written: string): Promise<void> => {
    const pages = { successUrl: pageBack('paid'), cancelUrl: pageBack('unpaid') };
    const body = { amount: written, currency, rail: 'stripe', ...pages };
    if ((await ask.ask({ path: { payer }, body })) !== undefined) listed.reload();
  };
  // Once it is over, nobody is to pay by a link that is not there any more.
  const said = (): string => {
    const own = (listed.value?.topUps ?? []).find(({ id }) => id === ask.done?.id);
    if (own === undefined || own.status === 'open') return words.addBegun;
    const money = amount(own.amount, own.currency);
    return own.status === 'booked' ? words.added(money) : words.notAdded(money);
  };
  return (
    <div>
      <h3>{words.addMoney}</h3>
      <AmountForm
        label={`${words.addAmount} (${currency})`}
        hint={words.addHint(amount(topUps.least, currency), amount(topUps.most, currency))}
        submit={words.addSubmit}
        begin={topUps.least}
        change={ask}
        done={said()}
        onAmount={(one) => void begin(one)}
      />
      <Waited topUps={openOf(listed.value)} />
    </div>
  );
}

const openOf = (listed: TopUps | undefined): TopUps['topUps'] =>
  (listed?.topUps ?? []).filter(({ status }) => status === 'open');

/** While money is waited for, it is asked again; what has come is shown everywhere at once. */
function useWaited(listed: Asked<TopUps>, onChange: () => void): void {
  const waiting = openOf(listed.value).map(({ id }) => id);
  const key = waiting.join();
  useEffect(() => {
    if (key === '') return undefined;
    const timer = setInterval(listed.reload, AGAIN_MS);
    return () => {
      clearInterval(timer);
      onChange();
    };
  }, [key]);
}

function Waited({ topUps }: { readonly topUps: TopUps['topUps'] }): JSX.Element {
  const { words, amount } = useSpelling();
  return (
    <ul class="rows" aria-live="polite">
      {topUps.map((one) => {
        const address = webAddress(one.url);
        const money = amount(one.amount, one.currency);
        return (
          <li key={one.id}>
            {address === undefined ? (
              <span>{words.onItsWay(money)}</span>
            ) : (
              <a href={address.href} target="_blank" rel="noopener noreferrer">
                {words.payAt(money, address.host)}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
