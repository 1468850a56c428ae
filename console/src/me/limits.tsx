import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { AmountForm } from '../own/amount-form.tsx';
import { Failed } from '../own/states.tsx';
import { Choice } from '../ui/field.tsx';
import { useChange } from '../use-change.ts';
import type { Me, Spend } from './answers.ts';
import { type Interval, isOwnLimit, mayChange, ownLimit } from './rules.ts';
import { useSpelling } from './words/words.ts';

type Budget = Spend['budgets'][number];
interface LimitsProps {
  readonly me: Me;
  readonly spend: Spend;
  readonly onChange: () => void;
}

/** What bounds a reader: the seller's limits, and its own, which it sets and takes away. */
export function Limits({ me, spend, onChange }: LimitsProps): JSX.Element {
  const { words } = useSpelling();
  const remove = useChange('POST /v1/payers/{payer}/budgets/{key}/remove');
  const isMine = mayChange(me);
  const takeAway = async (key: string): Promise<void> => {
    const done = await remove.ask({ path: { payer: me.payer, key }, body: {} });
    if (done !== undefined) onChange();
  };
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">{words.limits}</h2>
      {spend.budgets.length === 0 ? (
        <p>{words.noLimits}</p>
      ) : (
        <ul class="rows">
          {spend.budgets.map((budget) => (
            <li key={budget.key}>
              <Limit budget={budget} />
              {isMine && isOwnLimit(budget.key) ? (
                <button
                  type="button"
                  disabled={remove.isAsking}
                  aria-label={`${words.removeLimit}: ${words.every[budget.every]}`}
                  onClick={() => void takeAway(budget.key)}
                >
                  {words.removeLimit}
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {remove.error === undefined ? null : <Failed error={remove.error} />}
      {isMine ? <NewLimit me={me} spend={spend} onChange={onChange} /> : null}
    </section>
  );
}

function Limit({ budget }: { readonly budget: Budget }): JSX.Element {
  const { words, amount, instant } = useSpelling();
  const { limit, left, resetsAt, meter, hard, every } = budget;
  const text = (value: string): string =>
    'currency' in limit ? amount(value, limit.currency) : `${value} ${limit.meter}`;
  const whole = 'currency' in limit ? limit.amount : limit.units;
  return (
    <div>
      <strong>{words.limitOf(text(whole), words.every[every])}</strong>
      <span class="quiet">
        {words.left(text(left))}
        {resetsAt === undefined ? '' : `, ${words.resets(instant(resetsAt))}`}
        {meter === undefined || !('currency' in limit) ? '' : `, ${words.only(meter)}`}
        {hard ? '' : `, ${words.toldOnly}`}
      </span>
    </div>
  );
}

function NewLimit({ me, spend, onChange }: LimitsProps): JSX.Element {
  const { words } = useSpelling();
  const put = useChange('PUT /v1/payers/{payer}/budgets/{key}');
  const [every, setEvery] = useState<Interval>('day');
  const options = Object.entries(words.every).map(([value, name]) => ({ value, name }));
  const set = async (amount: string): Promise<void> => {
    const path = { payer: me.payer, key: ownLimit(every) };
    const body = { limit: { amount, currency: spend.currency }, every };
    if ((await put.ask({ path, body })) !== undefined) onChange();
  };
  return (
    <AmountForm
      label={`${words.newLimit} (${spend.currency})`}
      submit={words.setLimit}
      change={put}
      onAmount={(amount) => void set(amount)}
    >
      <Choice
        label={words.newLimitEvery}
        value={every}
        onValue={(value) => setEvery(value as Interval)}
        options={options}
      />
    </AmountForm>
  );
}
